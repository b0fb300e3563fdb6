// A few words on what just happened, for who sees and for who listens; gone after a while.

let last = 0;

export function say(words) {
  const place = document.getElementById("said");
  if (!place) return;
  place.textContent = words;
  clearTimeout(last);
  last = setTimeout(() => place.replaceChildren(), 6000);
}
