import { singleKey } from "../site/shortcuts.js";
import { hook } from "../site/dom.js";

/**
 * J and K go from task to task; X selects, E renames, # deletes; D and P are the day and the priority of the task, or of
 * what is selected. `change(row, group)` opens what sets them, `rename(row)` edits the title.
 */
export function startTaskKeys(root, selection, { change, rename }) {
  addEventListener("keydown", (event) => {
    const key = singleKey(event);
    if (!key) return;
    const rows = [...root.querySelectorAll("[data-task]")];
    const row = document.activeElement.closest?.("[data-task]");
    const act = actions(root, rows, row, { selection, change, rename })[key];
    if (!act) return;
    event.preventDefault();
    act();
  });
}

function actions(root, rows, row, { selection, change, rename }) {
  const go = (step) => () => focus(rows[row ? rows.indexOf(row) + step : step > 0 ? 0 : rows.length - 1]);
  const moves = { j: go(1), k: go(-1) };
  const bar = { d: () => document.getElementById("selection-due").focus(), p: () => document.getElementById("selection-priority").focus() };
  const isSelecting = root.querySelector("[data-select]:checked");
  if (!row) return isSelecting ? { ...moves, ...bar } : moves;
  const single = { d: () => change(row, "due"), p: () => change(row, "priority") };
  return {
    ...moves,
    ...(isSelecting ? bar : single),
    x: () => selection.toggle(row),
    e: () => rename(row),
    "#": () => hook(row, "delete").click(),
  };
}

function focus(row) {
  if (row) hook(row, "title").focus();
}
