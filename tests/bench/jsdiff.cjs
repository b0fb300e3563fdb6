// Times jsdiff from inside node. Each line read is two paths, parted by a tab, to load, or empty: run once.
const { readFileSync } = require("node:fs");
const { createInterface } = require("node:readline");
const { diffWords } = require("diff");

let texts = ["", ""];
createInterface({ input: process.stdin }).on("line", (line) => {
  if (line === "") {
    const start = process.hrtime.bigint();
    diffWords(...texts);
    console.log(Number(process.hrtime.bigint() - start) / 1e9);
  } else {
    texts = line.split("\t").map((path) => readFileSync(path, "utf8"));
    console.log("loaded");
  }
});
