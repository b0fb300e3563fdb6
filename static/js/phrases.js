// Pointing at a phrase that moved inside its sentence shows both of its places.

const shown = document.getElementsByClassName("shown");

document.addEventListener("pointerover", (event) => {
  const phrase = event.target.closest("[data-phrase]")?.dataset.phrase;
  for (const old of [...shown]) old.classList.remove("shown");
  if (!phrase) return;
  for (const place of document.querySelectorAll(`[data-phrase="${phrase}"]`)) {
    place.classList.add("shown");
  }
});
