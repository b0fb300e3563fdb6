// Single keys: from change to change, from view to view, to the ledger, to what is looked for.

import { step } from "./changes.js";

const VIEWS = { u: "single", s: "side", c: "changes" };
const TYPING = "input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]";

const dialog = document.createElement("dialog");
dialog.className = "keys-dialog";
dialog.setAttribute("aria-labelledby", "keys-title");
const section = document.getElementById("keys");
section.replaceWith(dialog);
dialog.append(section);
const on = document.getElementById("keys-on");

function kept() {
  try {
    return localStorage.getItem("keys") !== "off";
  } catch {
    return true;
  }
}

function keep() {
  try {
    if (on.checked) localStorage.removeItem("keys");
    else localStorage.setItem("keys", "off");
  } catch {
    // It holds for this page then.
  }
}

function ledger() {
  const first = document.querySelector("#ledger details");
  if (!first) return;
  first.open = true;
  first.querySelector("summary").focus();
}

function find() {
  const panel = document.getElementById("find");
  if (!panel) return;
  panel.open = true;
  const field = document.getElementById("find-text");
  field.focus({ preventScroll: true });
  field.select();
}

/** Close the menu or panel that has the focus, and give the focus to what opens it. */
function close(event) {
  const open = event.target.closest("details[open]:is(.find, .text-menu, .choose)");
  if (!open) return;
  open.open = false;
  open.querySelector("summary").focus();
}

function pressed(event) {
  if (event.defaultPrevented || event.isComposing || dialog.open) return;
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") close(event);
  if (!on.checked || event.target.closest(TYPING)) return;
  const act = {
    n: () => step(true),
    p: () => step(false),
    f: ledger,
    "/": find,
    "?": () => dialog.showModal(),
  };
  const view = document.getElementById(`view-${VIEWS[event.key]}`);
  if (view) view.click();
  else if (act[event.key]) act[event.key]();
  else return;
  event.preventDefault();
}

on.checked = kept();
on.addEventListener("change", keep);
document.addEventListener("keydown", pressed);
document.addEventListener("click", (event) => {
  if (event.target.closest("#keys-open")) dialog.showModal();
  else if (event.target.closest("#keys-close") || event.target === dialog) dialog.close();
  else if (event.target.closest("#find-summary") && !document.getElementById("find").open) {
    // Opened by this click, a moment later.
    requestAnimationFrame(find);
  }
});
