// A link to a change, or to the words that are selected, copied with one click.

import { say } from "./saying.js";

const button = document.getElementById("to-selection");
let selected = "";

async function copy(address, name) {
  try {
    await navigator.clipboard.writeText(address);
    say(`The link to ${name} is copied.`);
  } catch {
    // Without a secure address there is no clipboard to write to.
    history.replaceState(history.state, "", address);
    say(`The address of this page is now the link to ${name}.`);
  }
}

/** Whether what stands for this page elsewhere is a card: then a change has one of its own. */
const hasCards = document.querySelector("meta[property='og:image']") !== null;

function addressed(hash) {
  const address = new URL(location.href);
  address.hash = "";
  address.searchParams.delete("part");
  const number = /^change-(\d+)/.exec(hash)?.[1];
  if (hasCards && number) address.searchParams.set("change", number);
  return `${address.href.replace(/#$/, "")}#${hash}`;
}

/** Where a selection begins: the paragraph, and its words as a browser finds them again. */
function fragment() {
  const selection = getSelection();
  if (selection.isCollapsed || !selection.rangeCount) return "";
  const range = selection.getRangeAt(0);
  const start = range.startContainer;
  const paragraph = (start.nodeType === Node.ELEMENT_NODE ? start : start.parentElement)?.closest(
    ".cell [id^='a-'], .cell [id^='b-']",
  );
  const words = selection.toString().trim().split(/\s+/);
  if (!paragraph || !words[0]) return "";
  const written = (some) => encodeURIComponent(some.join(" ")).replaceAll("-", "%2D");
  const text =
    words.length > 12 ? `${written(words.slice(0, 4))},${written(words.slice(-4))}` : written(words);
  return `${paragraph.id}:~:text=${text}`;
}

document.addEventListener("click", (event) => {
  const number = event.target.closest(".mid a");
  if (number && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey)) {
    const hash = new URL(number.href).hash.slice(1);
    copy(addressed(hash), `change ${number.textContent.trim()}`);
  }
});
button.addEventListener("click", () => copy(addressed(selected), "what you selected"));
// A press on the button would take the selection away before the click.
button.addEventListener("pointerdown", (event) => event.preventDefault());
document.addEventListener("selectionchange", () => {
  selected = fragment();
  button.hidden = !selected;
});

// On paper it says where it is from.
window.addEventListener("beforeprint", () => {
  document.getElementById("address").textContent = location.href;
});
