/** The placeholder id in the addresses of blank partials; `clone` replaces it. */
const NIL = "00000000-0000-0000-0000-000000000000";

export function clone(template, id = "") {
  const element = document.getElementById(template).content.firstElementChild.cloneNode(true);
  if (id) addressTo(element, id);
  return element;
}

function addressTo(root, id) {
  for (const element of [root, ...root.querySelectorAll("[href], [action], [formaction], [id]")]) {
    for (const name of ["href", "action", "formaction", "id"]) {
      const value = element.getAttribute(name);
      if (value?.includes(NIL)) element.setAttribute(name, value.replaceAll(NIL, name === "id" ? id : encodeURIComponent(id)));
    }
  }
}

export function addressOf(pattern, id) {
  return pattern.replace(NIL, id);
}

/** The one element with that `data-…` hook inside the root. */
export function hook(root, name) {
  return root.querySelector(`[data-${name}]`);
}

export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

const element = globalThis.document?.getElementById("texts");
const texts = element ? JSON.parse(element.textContent) : {};

/** A text in the language of the page, as numbers are: `say("Added {count} tasks.", { count })`. */
export function say(text, values = {}) {
  return (texts[text] ?? text).replace(/\{(\w+)}/g, (_, name) => values[name].toLocaleString(document.documentElement.lang));
}
