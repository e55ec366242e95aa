const OWN = new Set(["open", "data-new"]); // attributes that this tab sets itself

/**
 * Makes an element as the server has drawn it anew, with as few changes as possible: what stays the same stays
 * in place, with its focus, its scroll position and what is written in it. Children are matched by `data-key`
 * (or what else names them); new ones get `data-new`. What has `data-own` is the page's.
 */
export function morph(element, fresh) {
  drawAttributes(element, fresh);
  if (element.isEqualNode(fresh) || element.matches("textarea, input, select")) return;
  const kept = new Set([...fresh.children].map(keyOf));
  for (const child of [...element.children]) if (keyOf(child) && !kept.has(keyOf(child))) child.remove();
  const known = new Map([...element.children].map((child) => [keyOf(child), child]));
  let place = element.firstChild;
  for (const node of [...fresh.childNodes]) {
    const key = keyOf(node);
    const match = key ? known.get(key) : isAlike(place, node) ? place : null;
    if (!match) {
      if (key) node.dataset.new = "";
      element.insertBefore(node, place);
      continue;
    }
    if (match === place) place = place.nextSibling;
    else element.insertBefore(match, place);
    draw(match, node);
  }
  while (place) {
    const next = place.nextSibling;
    place.remove();
    place = next;
  }
}

function draw(node, fresh) {
  if (node.nodeType !== Node.ELEMENT_NODE) {
    if (node.data !== fresh.data) node.data = fresh.data;
  } else if (!("own" in node.dataset)) morph(node, fresh);
}

function drawAttributes(element, fresh) {
  for (const { name } of [...element.attributes]) if (!fresh.hasAttribute(name) && !OWN.has(name)) element.removeAttribute(name);
  for (const { name, value } of fresh.attributes) {
    if (!OWN.has(name) && element.getAttribute(name) !== value) element.setAttribute(name, value);
  }
}

function isAlike(node, fresh) {
  return node !== null && node.nodeType === fresh.nodeType && node.nodeName === fresh.nodeName && !keyOf(node);
}

function keyOf({ dataset = {} }) {
  return dataset.key ?? dataset.callId ?? dataset.stream;
}
