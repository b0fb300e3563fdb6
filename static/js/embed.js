// Tells the page that frames this one how high it is, now and whenever that changes.

let told = 0;

function tell() {
  const height = Math.ceil(document.body.getBoundingClientRect().height);
  if (height === told) return;
  told = height;
  // To whichever page it is: a height is no secret, and any page may frame this one.
  parent.postMessage({ recension: height }, "*");
}

if (parent !== window) {
  new ResizeObserver(tell).observe(document.body);
  tell();
}
