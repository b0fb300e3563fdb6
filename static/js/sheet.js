// A sheet of the form: drop files or a folder on it, paste a text with its headings, see what is
// chosen, clear it, and have the guessed title stand in its field.

import { carriesFile, filesIn } from "./dropped.js";

const MOST_FILES = 50;
const byName = new Intl.Collator(undefined, { numeric: true });
const sheets = [];

function changed(input) {
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

class Sheet {
  constructor(box) {
    const side = box.dataset.side;
    this.box = box;
    this.text = document.getElementById(`text-${side}`);
    this.html = document.getElementById(`html-${side}`);
    this.file = document.getElementById(`file-${side}`);
    this.title = document.getElementById(`title-${side}`);
    this.trouble = document.getElementById(`trouble-${side}`);
    this.clear = box.querySelector("[data-clear]");
    this.unguessed = this.title.placeholder;
    this.pasted = "";
    this.wasPasted = false;
    this.listen();
    this.show();
  }

  get isEmpty() {
    return this.file.files.length === 0 && !this.text.value.trim();
  }

  show() {
    const chosen = this.file.files.length > 0;
    this.box.classList.toggle("has-file", chosen);
    this.clear.hidden = !chosen && !this.text.value;
  }

  empty() {
    this.file.value = this.text.value = this.html.value = this.title.value = "";
    this.title.placeholder = this.unguessed;
    this.trouble.replaceChildren();
    this.forgetChoices();
    changed(this.file);
    this.show();
    this.text.focus();
  }

  // What was ticked belongs to the text that was there.
  forgetChoices() {
    for (const box of this.box.querySelectorAll(".preview input, .preview select")) box.disabled = true;
  }

  place(files) {
    const chosen = new DataTransfer();
    for (const file of files) chosen.items.add(file);
    this.file.files = chosen.files;
    this.forgetChoices();
  }

  take(files) {
    this.place(files);
    changed(this.file);
  }

  listen() {
    this.text.addEventListener("paste", (event) => this.keepMarkup(event));
    this.text.addEventListener("input", (event) => {
      this.wasPasted = event.inputType === "insertFromPaste";
      if (this.html.value && this.text.value !== this.pasted) this.html.value = "";
      this.forgetChoices();
      this.show();
    });
    this.file.addEventListener("change", () => this.show());
    this.clear.addEventListener("click", () => this.empty());
    this.box.addEventListener("dragover", (event) => {
      if (!carriesFile(event)) return;
      event.preventDefault();
      this.box.classList.add("over");
    });
    this.box.addEventListener("dragleave", (event) => {
      if (!this.box.contains(event.relatedTarget)) this.box.classList.remove("over");
    });
    this.box.addEventListener("drop", (event) => {
      this.box.classList.remove("over");
      if (!carriesFile(event)) return;
      event.preventDefault();
      filesIn(event.dataTransfer, MOST_FILES).then((found) => deal(this, found.map(([, file]) => file)));
    });
    this.box.addEventListener("htmx:afterSettle", () => {
      const preview = this.box.querySelector(".preview");
      this.title.placeholder = preview.dataset.title || this.unguessed;
      // An address that was pasted is whole; one that is being typed is not.
      if (this.wasPasted) preview.querySelector("[data-look]")?.click();
      this.wasPasted = false;
    });
  }

  // A text copied from a web page or a word processor comes with its headings and paragraphs: they
  // are sent along as long as the text is as it was pasted.
  keepMarkup(event) {
    const markup = event.clipboardData?.getData("text/html");
    const whole = this.text.selectionStart === 0 && this.text.selectionEnd === this.text.value.length;
    if (!markup || !whole) return;
    setTimeout(() => {
      this.pasted = this.text.value;
      this.html.value = markup;
    });
  }
}

// One file goes on the sheet it was dropped on, two on both sheets; more are versions in a row.
function deal(sheet, files) {
  if (files.length === 0) return;
  const free = sheets.every((each) => each.isEmpty);
  if (files.length === 2 && sheets.length === 2 && free) {
    sheets.forEach((each, place) => each.take([files[place]]));
  } else {
    sheet.take(files);
  }
}

for (const box of document.querySelectorAll(".sheet")) sheets.push(new Sheet(box));

// Two files chosen at once, with nothing anywhere, are the two versions. The sheet they were chosen
// on is about to hear of a change anyway.
for (const sheet of sheets) {
  sheet.file.addEventListener("input", () => {
    const files = Array.from(sheet.file.files).sort((x, y) => byName.compare(x.name, y.name));
    const others = sheets.filter((each) => each !== sheet);
    if (files.length !== 2 || others.length !== 1 || !others[0].isEmpty) return;
    sheets.forEach((each, place) => (each === sheet ? each.place([files[place]]) : each.take([files[place]])));
  });
}

// A file that misses the sheets must not replace the page.
for (const kind of ["dragover", "drop"]) {
  document.addEventListener(kind, (event) => {
    if (carriesFile(event)) event.preventDefault();
  });
}

// Coming back to the page, the browser fills the fields in again by itself.
window.addEventListener("pageshow", () => {
  for (const { text } of sheets) {
    if (text.value) text.dispatchEvent(new Event("input", { bubbles: true }));
  }
});
