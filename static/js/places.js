// Going to a place of the text wherever it is: in sight, folded away, or not drawn yet.

import { isPartly, reach as bring } from "./portions.js";
import { say } from "./saying.js";

const PLACE = /^(change|a|b)-(\d+)(-from)?$/;

/** Whether a number is among some that are written as "1-7,9". */
export function among(ranges, number) {
  return (ranges ?? "").split(",").some((range) => {
    const [first, last = first] = range.split("-");
    return range && Number(first) <= number && number <= Number(last);
  });
}

/** The element with this id, if it is on the page. */
export function place(id) {
  return document.getElementById(id);
}

/** The closed fold that holds a place. */
function foldOf(id) {
  const found = PLACE.exec(id);
  if (!found) return undefined;
  const [, kind, number] = found;
  const held = { change: "changes", a: "holdsA", b: "holds" }[kind];
  return [...document.querySelectorAll(".fold:not(.open)")].find((fold) =>
    among(fold.dataset[held], Number(number)),
  );
}

/** The fold once htmx has opened it; nothing when it opens on a page of its own. */
function opened(fold) {
  const toggle = fold.querySelector("a[hx-get]");
  if (!toggle || !window.htmx) return Promise.resolve(false);
  return new Promise((resolve) => {
    const finished = (event) => {
      if (event.detail.target?.id !== fold.id && event.detail.elt?.id !== fold.id) return;
      document.removeEventListener("htmx:afterSettle", finished);
      document.removeEventListener("htmx:responseError", finished);
      document.removeEventListener("htmx:sendError", finished);
      resolve(event.type === "htmx:afterSettle");
    };
    document.addEventListener("htmx:afterSettle", finished);
    document.addEventListener("htmx:responseError", finished);
    document.addEventListener("htmx:sendError", finished);
    toggle.click();
  });
}

/** Show what is on the page, and let the address say so without a step in the history. */
function show(id) {
  location.replace(`#${id}`);
  // The address may have named it before it was there.
  place(id).scrollIntoView();
  document.dispatchEvent(new CustomEvent("place", { detail: id }));
}

/** The address of the page that draws the portion with a place in it. */
function portion(id) {
  const address = new URL(location.href);
  address.searchParams.set("part", `of-${id}`);
  address.hash = id;
  return address;
}

/** Go to the element with this id. */
export async function reach(id) {
  if (place(id)) {
    show(id);
    return;
  }
  const fold = foldOf(id);
  if (fold && (await opened(fold)) && place(id)) {
    show(id);
    return;
  }
  if (fold) {
    const address = new URL(fold.querySelector("a").href);
    address.hash = id;
    location.assign(address);
    return;
  }
  const asked = new URL(location.href).searchParams.get("part");
  if (isPartly() && (await bring(id))) show(id);
  else if (isPartly() && asked !== `of-${id}`) location.replace(portion(id));
  else nearest(id);
}

/** The change nearest to one that does not exist, and a line that says so. */
function nearest(id) {
  const found = PLACE.exec(id);
  if (found?.[1] !== "change") return;
  const numbers = [...document.querySelectorAll(".part[id^=change-]")]
    .map((part) => Number(PLACE.exec(part.id)?.[2]))
    .filter(Boolean);
  const wanted = Number(found[2]);
  const near = numbers.sort((a, b) => Math.abs(a - wanted) - Math.abs(b - wanted))[0];
  if (near === wanted) {
    show(`change-${near}`);
  } else if (near) {
    say(`There is no change ${wanted} here: this is change ${near}.`);
    show(`change-${near}`);
  } else {
    say(`There is no change ${wanted} here.`);
  }
}

/** A link to a place of this page that is folded away, but could be opened where it is. */
function followed(event) {
  if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const link = event.target.closest("a[href]");
  if (!link || link.hasAttribute("hx-get")) return;
  const href = link.href.animVal ?? link.href;
  const address = new URL(href, document.baseURI);
  const id = address.hash.slice(1);
  if (address.pathname !== location.pathname || !PLACE.test(id)) return;
  const elsewhere = address.searchParams.get("view") !== new URL(location.href).searchParams.get("view");
  if (elsewhere || (place(id) && address.search === location.search)) return;
  if (!place(id) && !foldOf(id)) return;
  event.preventDefault();
  reach(id);
}

/** What the address names, where it is not on the page as it stands. */
function named() {
  const id = location.hash.slice(1);
  if (PLACE.test(id) && !place(id)) reach(id);
}

document.addEventListener("click", followed);
window.addEventListener("hashchange", named);
// Not before htmx is there.
if (document.readyState === "complete") named();
else window.addEventListener("load", named, { once: true });
