import { singleKey } from "../site/shortcuts.js";
import { hook } from "../site/dom.js";

/** J and K go from task to task; X selects, E edits, # deletes; D and P are the day and the priority of what is selected. */
export function startTaskKeys(root, selection) {
  addEventListener("keydown", (event) => {
    const key = singleKey(event);
    if (!key) return;
    const rows = [...root.querySelectorAll("[data-task]")];
    const row = document.activeElement.closest?.("[data-task]");
    const act = actions(root, rows, row, selection)[key];
    if (!act) return;
    event.preventDefault();
    act();
  });
}

function actions(root, rows, row, selection) {
  const go = (step) => () => focus(rows[row ? rows.indexOf(row) + step : step > 0 ? 0 : rows.length - 1]);
  const moves = { j: go(1), k: go(-1) };
  const bar = { d: () => document.getElementById("selection-due").focus(), p: () => document.getElementById("selection-priority").focus() };
  const isSelecting = root.querySelector("[data-select]:checked");
  if (!row) return isSelecting ? { ...moves, ...bar } : moves;
  const forThis = (then) => () => {
    if (!isSelecting) selection.toggle(row);
    then();
  };
  return {
    ...moves,
    d: forThis(bar.d),
    p: forThis(bar.p),
    x: () => selection.toggle(row),
    e: () => hook(row, "title").click(),
    "#": () => hook(row, "delete").click(),
  };
}

function focus(row) {
  if (row) hook(row, "title").focus();
}
