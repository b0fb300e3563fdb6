// The slider says where it is while it is moved; the life of a sentence takes the focus when it is
// opened, and gives it back when it is closed.

const life = () => document.getElementById("life");
let opened = life()?.dataset.of ?? "";
let asked = false;

function point(id) {
  for (const old of document.querySelectorAll(".s[aria-current], .was[aria-current]")) {
    old.removeAttribute("aria-current");
  }
  document.getElementById(id)?.setAttribute("aria-current", "true");
}

function shown() {
  const of = life().dataset.of ?? "";
  point(of);
  if (of) {
    document.getElementById("life-title").focus({ preventScroll: true });
  } else if (opened) {
    document.getElementById(opened)?.focus({ preventScroll: true });
  }
  opened = of;
}

document.addEventListener("input", ({ target }) => {
  if (target.id !== "version") return;
  document.getElementById("shown").textContent = target.value;
  // What else is told belongs to the version that is on the screen.
  document.getElementById("about-shown").hidden = true;
});
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  asked = detail.target.id === "life";
});
document.addEventListener("htmx:afterSettle", () => {
  if (asked) shown();
  else opened = life()?.dataset.of ?? "";
  asked = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented || !opened) return;
  document.getElementById("life-close")?.click();
});
