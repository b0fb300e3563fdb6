// From change to change, by button or key; "3 of 14" follows what is on the screen.
// The address says which change it is, without a step in the history for each.

const where = document.getElementById("where");
const total = Number(where.dataset.changes);
const count = document.getElementById("count");
const first = document.getElementById("first-change");
const previous = document.getElementById("previous");
const next = document.getElementById("next");
const tools = document.querySelector(".tools");

const element = (number) => document.getElementById(`change-${number}`);
const top = (number) => element(number)?.getBoundingClientRect().top ?? Infinity;

function targeted() {
  const found = /^#change-(\d+)(-from)?$/.exec(location.hash);
  return found && element(found[1]) ? Number(found[1]) : 0;
}

function inSight(number) {
  const box = element(number).getBoundingClientRect();
  return box.bottom > tools.offsetHeight && box.top < window.innerHeight;
}

/** How many changes begin above the upper third of the screen. */
function passed() {
  const line = tools.offsetHeight + (window.innerHeight - tools.offsetHeight) / 3;
  let low = 0;
  let high = total;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (top(middle) < line) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The change that the reader is at; 0 before the first one. */
function current() {
  const number = targeted();
  return number && inSight(number) ? number : passed();
}

function mark() {
  const number = targeted();
  for (const old of document.querySelectorAll(".mid a[aria-current]")) {
    old.removeAttribute("aria-current");
  }
  if (!number) return;
  for (const link of document.querySelectorAll(`.mid a[href="#change-${number}"]`)) {
    link.setAttribute("aria-current", "true");
  }
}

function tell() {
  const number = current();
  count.textContent = number ? `${number} of ${total}` : `${total} ${total === 1 ? "change" : "changes"}`;
  previous.disabled = number <= 1;
  next.disabled = number >= total;
}

function go(number) {
  if (number < 1 || number > total || !element(number)) return;
  location.replace(`#change-${number}`);
}

function step(event) {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (typing || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  if (event.key === "n") go(current() + 1);
  else if (event.key === "p") go(current() - 1);
}

if (total) {
  first.hidden = true;
  previous.hidden = false;
  next.hidden = false;
  next.addEventListener("click", () => go(current() + 1));
  previous.addEventListener("click", () => go(current() - 1));
  document.addEventListener("keydown", step);
  window.addEventListener("hashchange", () => {
    mark();
    tell();
  });
  let waiting = false;
  window.addEventListener(
    "scroll",
    () => {
      if (waiting) return;
      waiting = true;
      requestAnimationFrame(() => {
        waiting = false;
        tell();
      });
    },
    { passive: true },
  );
  mark();
  tell();
}
