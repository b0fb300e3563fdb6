(host) => {
  const own = (address) => {
    try { const url = new URL(address, document.baseURI); return url.host === host; }
    catch { return false; }
  };
  const wrong = [];
  const say = (element, why) => wrong.push(`${why}: ${element.outerHTML.slice(0, 120)}`);
  const known = new Set(`html head body meta title link script header main footer nav section article
    aside div span p a h1 h2 h3 h4 ul ol li dl dt dd b i em strong small sup sub code kbd mark ins del
    bdi bdo time br hr blockquote figure figcaption details summary form fieldset legend label input
    button select option optgroup textarea output progress table caption thead tbody tfoot tr th td
    colgroup col img svg g path rect circle line polyline polygon title style
    dialog template abbr q cite s u wbr data meter datalist`.split(/\s+/));
  for (const element of document.querySelectorAll("*")) {
    const tag = element.localName;
    if (!known.has(tag)) say(element, "an element of a kind that is nowhere in the templates");
    if (tag === "style") say(element, "a style sheet in the page");
    if (tag === "script" && !(element.src && own(element.src) && element.src.includes("/static/"))) {
      say(element, "a script that is none of the site's");
    }
    if (tag === "meta" && element.httpEquiv) say(element, "a meta element that acts");
    if (tag === "link" && !own(element.href)) say(element, "a link element to elsewhere");
    if (tag === "form" && !own(element.getAttribute("action") ?? "")) say(element, "a form to elsewhere");
    for (const { name, value } of element.attributes) {
      if (/^(on|hx-on|data-hx|_|x-|v-|ng-|@|:)/.test(name)) say(element, `an attribute ${name}`);
      if (["style", "srcdoc", "ping", "background", "nonce", "attributionsrc"].includes(name)
          && !(name === "style" && element.style.length && element.matches(".portion, .map *, #map *"))) {
        say(element, `an attribute ${name}`);
      }
      if (/^hx-/.test(name) && /js:|javascript:/i.test(value)) say(element, `a script in ${name}`);
      if (/^hx-(get|post|put|delete|patch)$/.test(name) && !own(value)) say(element, name);
      if (["src", "formaction", "srcset", "poster", "data", "action", "xlink:href"].includes(name) && !own(value)) {
        say(element, `an attribute ${name}`);
      }
      if (name === "href" && !/^https?:$/.test(new URL(value, document.baseURI).protocol)) {
        say(element, "an address that is not of the web");
      }
      if (name === "class" && /planted|opened/.test(value)) say(element, "a class from elsewhere");
    }
  }
  for (const name of ["forms", "getElementById", "querySelector", "currentScript", "body"]) {
    if (document.querySelector(`[name="${name}"], #${name}`)) wrong.push(`an element clobbers ${name}`);
  }
  if (window.frames.length) wrong.push("a frame");
  return wrong;
}
