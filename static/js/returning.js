// Who goes back twice in a row wants the page before the last: the answer for the one between,
// should it come later, is not put in its place.

let asked = null;

function forget() {
  asked?.abort();
  asked = null;
}

document.addEventListener("htmx:historyCacheMiss", ({ detail }) => {
  forget();
  asked = detail.xhr;
});
document.addEventListener("htmx:pushedIntoHistory", forget);
