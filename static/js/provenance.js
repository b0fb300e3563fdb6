// The slider says where it is while it is moved; the life of a sentence takes the focus when it is
// opened, and gives it back when it is closed.

const life = () => document.getElementById("life");
let opened = life()?.dataset.of ?? "";
let asked = false;
let moved = "";

const slider = () => document.getElementById("version");

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

// A new slider hears of being moved only once it has settled; what came before is asked for here.
function follow() {
  const it = slider();
  if (!it) return;
  if (moved && it.value === it.defaultValue) it.value = moved;
  moved = "";
  if (it.value === it.defaultValue) return;
  document.getElementById("shown").textContent = it.value;
  it.dispatchEvent(new Event("change", { bubbles: true }));
}

document.addEventListener("input", ({ target }) => {
  if (target.id !== "version") return;
  document.getElementById("shown").textContent = target.value;
  // What else is told belongs to the version that is on the screen.
  document.getElementById("about-shown").hidden = true;
});
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  asked = detail.target.id === "life";
  // Moved on while its last place was being asked for: the new slider stands where that one stood.
  const sought = detail.requestConfig?.formData?.get("version");
  const now = slider()?.value ?? "";
  moved = detail.target.id === "traced" && sought && sought !== now ? now : "";
});
document.addEventListener("htmx:afterSettle", () => {
  if (asked) shown();
  else opened = life()?.dataset.of ?? "";
  asked = false;
  follow();
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented || !opened) return;
  document.getElementById("life-close")?.click();
});
