// From change to change; "3 of 14" follows what is on the screen, and the filter.
// What these tell about is drawn anew now and then: nothing of it is kept but the numbers.

import { place, reach } from "./places.js";

let numbers = [];
let drawn = [];

const where = () => document.getElementById("where");
const covered = () => document.querySelector(".tools").offsetHeight;
const element = (number) => place(`change-${number}`);

/** The numbers in "1-7,9". */
function listed(ranges) {
  return (ranges ?? "").split(",").flatMap((range) => {
    const [first, last = first] = range.split("-").map(Number);
    return range ? Array.from({ length: last - first + 1 }, (_, step) => first + step) : [];
  });
}

function targeted() {
  const found = /^#change-(\d+)(-from)?$/.exec(location.hash);
  return found && element(found[1]) ? Number(found[1]) : 0;
}

function inSight(number) {
  const box = element(number).getBoundingClientRect();
  return box.bottom > covered() && box.top < window.innerHeight;
}

/** The last change that begins above the upper third of the screen; 0 for none. */
function passed() {
  const line = covered() + (window.innerHeight - covered()) / 3;
  let low = 0;
  let high = drawn.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (element(drawn[middle])?.getBoundingClientRect().top < line) low = middle + 1;
    else high = middle;
  }
  return drawn[low - 1] ?? before();
}

/** The change before all that are drawn. */
function before() {
  return numbers[numbers.indexOf(drawn[0]) - 1] ?? 0;
}

/** The change that the reader is at; 0 before the first one. */
export function current() {
  const number = targeted();
  return number && inSight(number) ? number : passed();
}

function mark() {
  const number = targeted();
  for (const old of document.querySelectorAll(".mid a[aria-current]")) {
    old.removeAttribute("aria-current");
  }
  if (!number) return;
  for (const link of document.querySelectorAll(`.mid a[href$="#change-${number}"]`)) {
    link.setAttribute("aria-current", "true");
  }
}

const onward = (from) => numbers.find((number) => number > from);
const back = (from) => numbers.findLast((number) => number < from);

function tell() {
  if (!numbers.length) return;
  const number = current();
  const at = numbers.indexOf(number) + 1;
  const total = numbers.length;
  const all = `${total} ${total === 1 ? "change" : "changes"}`;
  document.getElementById("count").textContent = at ? `${at} of ${total}` : all;
  document.getElementById("previous").disabled = !back(number);
  document.getElementById("next").disabled = !onward(number);
}

/** Go to the next change of those to be shown, or to the one before. */
export function step(forward) {
  const number = forward ? onward(current()) : back(current());
  if (number) reach(`change-${number}`);
}

/** Read what the page says of its changes, and let the buttons work. */
function begin() {
  numbers = document.getElementById("next") ? listed(where()?.dataset.wanted) : [];
  drawn = numbers.filter(element);
  if (!numbers.length) return;
  document.getElementById("first-change").hidden = true;
  document.getElementById("previous").hidden = false;
  document.getElementById("next").hidden = false;
  mark();
  tell();
}

// htmx tells of each row that came: one look at all of them is enough.
let loading = false;
function loaded() {
  if (loading) return;
  loading = true;
  queueMicrotask(() => {
    loading = false;
    begin();
  });
}

let waiting = false;
function soon() {
  if (waiting) return;
  waiting = true;
  requestAnimationFrame(() => {
    waiting = false;
    tell();
  });
}

function moved() {
  mark();
  tell();
}

document.addEventListener("click", (event) => {
  if (event.target.closest("#next")) step(true);
  else if (event.target.closest("#previous")) step(false);
});
document.addEventListener("htmx:load", loaded);
document.addEventListener("place", moved);
window.addEventListener("hashchange", moved);
window.addEventListener("scroll", soon, { passive: true });
begin();
