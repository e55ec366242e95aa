import { hook } from "../site/dom.js";

/**
 * A function that moves the focus, if it was in a row that is gone, to the same control of the next row, or else
 * to the box for new tasks.
 */
export function placeOfFocus(list) {
  const focused = document.activeElement;
  const row = list.contains(focused) && focused.closest("[data-task]");
  if (!row) return () => {};
  const index = controlsOf(row).indexOf(focused);
  const rows = [...list.querySelectorAll("[data-task]")];
  const at = rows.indexOf(row);
  const near = [...rows.slice(at + 1), ...rows.slice(0, at).reverse()];
  return () => {
    if (focused.isConnected && focused.checkVisibility()) return focused.focus({ preventScroll: true });
    const places = near.map(({ dataset }) => hook(list, `task="${dataset.task}"`)).filter((place) => place?.checkVisibility());
    const place = places.length ? controlsOf(places[0])[index] : document.getElementById("new-task");
    place?.focus({ preventScroll: true });
  };
}

function controlsOf(row) {
  return [...row.querySelectorAll("a, button")];
}
