// What htmx puts in the place of something else takes neither the focus nor the place away.

import { current } from "./changes.js";
import { reach } from "./places.js";

let focused = false;
let change = 0;

document.addEventListener("htmx:beforeSwap", (event) => {
  const target = event.detail.target;
  focused = target.contains(document.activeElement);
  change = target.id === "reading" ? current() : 0;
});
document.addEventListener("htmx:afterSettle", () => {
  if (change && document.getElementById(`change-${change}`)) reach(`change-${change}`);
  change = 0;
  // htmx gives the focus to the element with the same id, where there is one.
  if (focused && document.activeElement === document.body) {
    const heading = document.getElementById("sides-title");
    heading?.setAttribute("tabindex", "-1");
    heading?.focus({ preventScroll: true });
  }
  focused = false;
});
