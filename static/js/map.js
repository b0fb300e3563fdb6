// The part of the text that is on the screen, framed on the map.

const WHOLE = 1000;
let points = [];

const id = (link) => decodeURIComponent(link.getAttribute("href").split("#")[1] ?? "");
const below = () => document.querySelector(".tools")?.offsetHeight ?? 0;

/** The element that a band leads to, or the closed fold that it is in. */
function element(link) {
  const found = document.getElementById(id(link));
  if (found) return found.closest(".row") ?? found;
  const opens = /[?&]open=([0-9,]+)/.exec(link.getAttribute("href"));
  const numbers = opens ? opens[1].split(",") : [];
  return numbers
    .map((number) => document.getElementById(`fold-${number}`))
    .find((fold) => fold && !fold.classList.contains("open"));
}

/** Where each band is on the map and where on the page, both from the top down. */
function measure() {
  points = [];
  const sides = document.getElementById("sides");
  if (!document.getElementById("map") || !sides) return;
  for (const link of document.querySelectorAll("#map a")) {
    const at = element(link);
    if (!at) continue;
    const y = at.getBoundingClientRect().top + scrollY;
    const share = Number(link.querySelector("rect").getAttribute("y"));
    const last = points.at(-1);
    if (!last || y > last.y) points.push({ y, share });
  }
  points.push({ y: sides.getBoundingClientRect().bottom + scrollY, share: WHOLE });
  frame();
}

/** The place on the map of a place on the page. */
function mapped(y) {
  let low = 0;
  let high = points.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (points[middle].y <= y) low = middle + 1;
    else high = middle;
  }
  if (low === 0) return points[0].share;
  if (low === points.length) return WHOLE;
  const [one, other] = [points[low - 1], points[low]];
  return one.share + ((y - one.y) / (other.y - one.y)) * (other.share - one.share);
}

function frame() {
  const drawn = document.getElementById("map-frame");
  if (!drawn || points.length < 2) return;
  const top = mapped(scrollY + below());
  const bottom = mapped(scrollY + innerHeight);
  drawn.setAttribute("y", top.toFixed(1));
  drawn.setAttribute("height", Math.max(bottom - top, 0).toFixed(1));
}

const waiting = new Set();
function soon(act) {
  if (waiting.has(act)) return;
  waiting.add(act);
  requestAnimationFrame(() => {
    waiting.delete(act);
    act();
  });
}

window.addEventListener("scroll", () => soon(frame), { passive: true });
window.addEventListener("resize", () => soon(measure));
document.addEventListener("htmx:afterSettle", () => soon(measure));
document.addEventListener("change", () => soon(measure));
document.addEventListener("toggle", () => soon(measure), true);
window.addEventListener("load", measure);
measure();
