// What was found is marked in the text once a reader goes to it. (A text fragment in the address
// would find it in the list itself.)

const NAME = "found";

/** The stretches of an element's text that say this, large and small letters the same. */
function stretches(element, wanted) {
  const nodes = [];
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  let text = "";
  while (walker.nextNode()) {
    nodes.push({ node: walker.currentNode, start: text.length });
    text += walker.currentNode.data;
  }
  const at = (place) => {
    const { node, start } = nodes.findLast((one) => one.start <= place);
    return [node, Math.min(place - start, node.length)];
  };
  const found = [];
  const [whole, part] = [text.toLowerCase(), wanted.toLowerCase()];
  for (let from = whole.indexOf(part); part && from >= 0; from = whole.indexOf(part, from + part.length)) {
    const range = document.createRange();
    range.setStart(...at(from));
    range.setEnd(...at(from + part.length));
    found.push(range);
  }
  return found;
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("#found a");
  if (!link || !CSS.highlights) return;
  const wanted = link.querySelector("mark").textContent;
  const id = new URL(link.href).hash.slice(1);
  const mark = () => {
    const element = document.getElementById(id);
    if (element) CSS.highlights.set(NAME, new Highlight(...stretches(element, wanted)));
    return element;
  };
  if (!mark()) document.addEventListener("place", mark, { once: true });
});
