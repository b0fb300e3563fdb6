// Many files: drop files and folders, see how much was chosen, be told of limits before sending.

import { carriesFile, filesIn } from "./dropped.js";

const form = document.querySelector("form.upload");
const drop = form.querySelector(".drop");
const [files, folder] = [document.getElementById("files"), document.getElementById("folder")];
const chosen = document.getElementById("chosen");
const problems = document.getElementById("problems");
const number = new Intl.NumberFormat("en-GB");

const all = () => [...files.files, ...folder.files];

function inBytes(size) {
  return size < 1_000_000 ? `${Math.ceil(size / 1024)} KB` : `${(size / 1_048_576).toFixed(1)} MB`;
}

function tooMuch() {
  const sent = all();
  const size = sent.reduce((sum, file) => sum + file.size, 0);
  if (sent.length > Number(form.dataset.mostFiles)) {
    return `These are ${number.format(sent.length)} files. Send them in parts, or in a zip archive.`;
  }
  // What stands between the files in a request counts too.
  if (size + 400 * sent.length > Number(form.dataset.mostBytes)) {
    return `These have ${inBytes(size)}, and up to ${form.dataset.most} are taken at once. Send them in parts.`;
  }
  return "";
}

function say(sentence) {
  if (!sentence) return problems.replaceChildren();
  const line = document.createElement("div");
  line.className = "problem";
  line.textContent = sentence;
  return problems.replaceChildren(line);
}

function show() {
  const sent = all();
  const size = sent.reduce((sum, file) => sum + file.size, 0);
  const [first] = sent;
  chosen.textContent = sent.length === 0 ? "" : sent.length === 1 ? `${first.name}, ${inBytes(size)}` : `${number.format(sent.length)} files, ${inBytes(size)}`;
  say(tooMuch());
}

for (const input of [files, folder]) input.addEventListener("change", show);

form.addEventListener("submit", (event) => {
  if (tooMuch()) event.preventDefault();
});

drop.addEventListener("dragover", (event) => {
  if (carriesFile(event)) drop.classList.add("over");
});
drop.addEventListener("dragleave", (event) => {
  if (!drop.contains(event.relatedTarget)) drop.classList.remove("over");
});
drop.addEventListener("drop", async (event) => {
  drop.classList.remove("over");
  if (!carriesFile(event)) return;
  event.preventDefault();
  const found = await filesIn(event.dataTransfer, Number(form.dataset.mostFiles) + 1);
  const taken = new DataTransfer();
  for (const [path, file] of found) taken.items.add(new File([file], path, { type: file.type }));
  files.files = taken.files;
  folder.value = "";
  show();
});

// A file that misses its place must not replace the page.
for (const kind of ["dragover", "drop"]) {
  document.addEventListener(kind, (event) => {
    if (carriesFile(event)) event.preventDefault();
  });
}

window.addEventListener("pageshow", show);
