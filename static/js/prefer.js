// How the text is to be set, as it was chosen before: said before anything is painted.
// No module: those run when the page has been drawn.

(() => {
  try {
    const kept = JSON.parse(localStorage.getItem("text") ?? "{}");
    for (const name of ["size", "face"]) {
      if (/^[a-z]+$/.test(kept[name] ?? "")) document.documentElement.dataset[name] = kept[name];
    }
  } catch {
    // Where nothing may be kept, the text is set as it comes.
  }
})();
