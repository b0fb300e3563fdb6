// The size and the face of the text: chosen in a menu, kept in this browser.

const root = document.documentElement;

/** The menu says what is chosen; it is drawn anew with the page. */
function show() {
  for (const box of document.querySelectorAll("#text-form input")) {
    box.checked = (root.dataset[box.name] ?? "") === box.value;
  }
}

function keep() {
  try {
    localStorage.setItem("text", JSON.stringify({ size: root.dataset.size, face: root.dataset.face }));
  } catch {
    // It holds for this page then.
  }
}

document.addEventListener("change", (event) => {
  const box = event.target.closest("#text-form input");
  if (!box) return;
  if (box.value) root.dataset[box.name] = box.value;
  else delete root.dataset[box.name];
  keep();
});
document.addEventListener("htmx:load", show);
show();
