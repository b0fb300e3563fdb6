// A long text comes in portions, each when its place is approached. This holds the places at about
// the right height, and finds what an address names in a portion that has not come yet.

const reading = () => document.getElementById("reading");
const placeholders = () => [...document.querySelectorAll(".portion")];

/** Gives each place the height that the portion drawn has, in proportion. */
function hold() {
  const waiting = placeholders();
  const drawn = document.querySelector("p[id^='part-'][data-extent]");
  if (!waiting.length || !drawn) return;
  let height = 0;
  for (let next = drawn; next && !next.classList.contains("portion"); next = next.nextElementSibling) {
    height += next.offsetHeight;
  }
  const one = height / Number(drawn.dataset.extent);
  for (const place of waiting) {
    place.style.height = `${Math.round(one * Number(place.dataset.extent))}px`;
    place.classList.add("held");
  }
}

/** The place of the portion that has this change; a change that moved is where it went. */
function placeOf(anchor) {
  const number = Number(/^change-(\d+)$/.exec(anchor)?.[1] ?? 0);
  return placeholders().find((place) => {
    const [first, last] = (place.dataset.changes ?? "").split("-").map(Number);
    return number && first <= number && number <= last;
  });
}

/** Brings the portion that holds an element; tells whether the element is there then. */
export async function reach(anchor) {
  if (document.getElementById(anchor)) return true;
  const place = placeOf(anchor);
  if (!place) return false;
  await new Promise((done) => {
    place.addEventListener("htmx:afterRequest", done, { once: true });
    window.htmx.trigger(place, "reach");
  });
  return document.getElementById(anchor) !== null;
}

/** Whether something of the text has not come yet. */
export const isPartly = () => placeholders().length > 0;

// A link to another portion that has come meanwhile leads to a place on this page.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href*='part=of-']");
  if (!link || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (link.hasAttribute("hx-get")) return;
  const { hash, pathname } = new URL(link.href);
  if (pathname === location.pathname && document.getElementById(hash.slice(1))) {
    event.preventDefault();
    location.hash = hash;
  }
});

// Who was on a place with the keyboard stays there when its portion comes.
let held = "";
document.addEventListener("htmx:beforeSwap", ({ target }) => {
  if (target.classList?.contains("portion") && target.contains(document.activeElement)) held = target.id;
});
document.addEventListener("htmx:afterSettle", () => {
  if (held) document.getElementById(held)?.focus({ preventScroll: true });
  held = "";
});

document.addEventListener("htmx:afterSwap", ({ target }) => {
  if (target === reading() || target.id === "reading") hold();
});
hold();
