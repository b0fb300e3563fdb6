// The two sheets of the front page: drop a file on one, see what is chosen, clear it,
// and have the guessed title stand in its field.

function attach(sheet) {
  const side = sheet.dataset.side;
  const text = document.getElementById(`text-${side}`);
  const file = document.getElementById(`file-${side}`);
  const title = document.getElementById(`title-${side}`);
  const clear = sheet.querySelector("[data-clear]");
  const unguessed = title.placeholder;

  function show() {
    const chosen = file.files.length > 0;
    sheet.classList.toggle("has-file", chosen);
    clear.hidden = !chosen && !text.value;
  }

  function empty() {
    file.value = "";
    text.value = "";
    title.value = "";
    title.placeholder = unguessed;
    document.getElementById(`trouble-${side}`).replaceChildren();
    file.dispatchEvent(new Event("change", { bubbles: true }));
    show();
    text.focus();
  }

  function take(files) {
    file.files = files;
    file.dispatchEvent(new Event("change", { bubbles: true }));
  }

  const carriesFile = (event) => event.dataTransfer?.types.includes("Files");

  sheet.addEventListener("dragover", (event) => {
    if (!carriesFile(event)) return;
    event.preventDefault();
    sheet.classList.add("over");
  });
  sheet.addEventListener("dragleave", (event) => {
    if (!sheet.contains(event.relatedTarget)) sheet.classList.remove("over");
  });
  sheet.addEventListener("drop", (event) => {
    sheet.classList.remove("over");
    if (!carriesFile(event)) return;
    event.preventDefault();
    const one = new DataTransfer();
    one.items.add(event.dataTransfer.files[0]);
    take(one.files);
  });
  sheet.addEventListener("htmx:afterSettle", () => {
    const guessed = document.getElementById(`preview-${side}`).dataset.title;
    title.placeholder = guessed || unguessed;
  });
  text.addEventListener("input", show);
  file.addEventListener("change", show);
  clear.addEventListener("click", empty);
  show();
}

for (const sheet of document.querySelectorAll(".sheet")) attach(sheet);

// A file that misses both sheets must not replace the page.
for (const kind of ["dragover", "drop"]) {
  document.addEventListener(kind, (event) => {
    if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
  });
}

// Coming back to the page, the browser fills the fields in again by itself.
window.addEventListener("pageshow", () => {
  for (const text of document.querySelectorAll(".sheet textarea")) {
    if (text.value) text.dispatchEvent(new Event("input", { bubbles: true }));
  }
});
