// A button that copies what stands in a field, and says that it did.

async function copy(button) {
  const field = document.getElementById(button.dataset.copy);
  const said = button.closest(".made").querySelector("[data-copied]");
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
  } catch {
    // Without a secure address there is no clipboard to write to; the older way may still work.
    if (!document.execCommand("copy")) {
      said.textContent = " · Press Ctrl or ⌘ and C to copy the link.";
      return;
    }
  }
  said.textContent = " · Copied.";
}

function show(root) {
  for (const button of root.querySelectorAll("[data-copy]")) button.hidden = false;
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-copy]");
  if (button) copy(button);
});
document.addEventListener("htmx:load", (event) => show(event.detail.elt));
show(document);
