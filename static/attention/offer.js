/** A quiet line on top of the page with `choices`, [text, onClick] each. Any click on one closes it. */
export function offer(name, text, choices) {
  if (document.querySelector(`[data-offer="${name}"]`)) return;
  const line = document.createElement("div");
  Object.assign(line, { className: "offer", role: "status" });
  line.dataset.offer = name;
  const paragraph = document.createElement("p");
  paragraph.textContent = text;
  line.append(paragraph, ...choices.map(([label, onClick]) => button(label, onClick)));
  line.addEventListener("click", ({ target }) => target.matches("button") && line.remove());
  document.getElementById("main").prepend(line);
}

function button(text, onClick) {
  const element = document.createElement("button");
  Object.assign(element, { type: "button", className: "link-button", textContent: text });
  element.addEventListener("click", onClick);
  return element;
}
