// When no answer comes at all, there is no page to say so: a line at the top does.

const notice = document.getElementById("notice");

function say(sentence) {
  const line = document.createElement("div");
  line.className = "problem";
  line.textContent = sentence;
  notice.replaceChildren(line);
  notice.scrollIntoView({ block: "nearest" });
}

document.addEventListener("htmx:sendError", () => say(notice.dataset.unreachable));
document.addEventListener("htmx:timeout", () => say(notice.dataset.unreachable));
document.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.successful) notice.replaceChildren();
});
