import { hook, setText } from "../site/dom.js";

const FACTS = { "task-due": "due", "task-priority": "priority", "task-list-name": "list" };

/**
 * Changes tasks in their rows, by what is loaded when it is first used. Returns `open(place)`, which opens what sets the day, the
 * priority and the list of the task that is shown there, `change(row, group)`, the same for a row, `rename(row)`, which edits
 * the title, and `refresh()`.
 */
export function startChanging(root, offer) {
  const actions = { tell: (text) => setText(hook(root, "frame-problem"), text), offer };
  let loading = null;
  const use = async (row, then) => {
    try {
      loading ??= import("./popover.js").then(({ loadPopover }) => loadPopover(root, actions));
      then(await loading);
    } catch {
      loading = null;
      location.assign(hook(row, "title").href); // the form with all fields
    }
  };
  const change = (row, group) => use(row, (popover) => popover.open(row, group));
  return {
    change,
    open: (place) => change(place.closest("[data-task]"), FACTS[place.className]),
    rename: (row) => use(row, (popover) => popover.rename(row)),
    refresh: () => loading?.then((popover) => popover.refresh()),
  };
}
