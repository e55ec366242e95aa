import { watchDates } from "../live/dates.js";
import { follow } from "../live/frame.js";
import { aroundSwaps, refresh } from "../live/parts.js";
import { hook, setText } from "../site/dom.js";
import { Later } from "../site/later.js";
import { startChanges } from "./changes.js";
import { startFilters } from "./filters.js";
import { placeOfFocus } from "./focus.js";
import { startTaskKeys } from "./keys.js";
import { startOrder } from "./order.js";
import { Selection } from "./selection.js";
import { LIST_EVENTS, TASK_EVENTS, VIEW_EVENTS } from "../streaming/events.js";

/** The tasks page. The server applies the filters and draws the list. */
const root = document.querySelector("[data-tasks-page]");
const list = hook(root, "task-list");

aroundSwaps(list, () => placeOfFocus(list));
watchDates(list, () => refresh(list));
const offer = startChanges(root);
const tell = (text) => setText(hook(root, "frame-problem"), text);
const selection = new Selection(root, offer);
const popover = new Later(async () => new (await import("./popover.js")).TaskPopover(root, { tell, offer }));
const change = (row, group) => popover.use((shown) => shown.open(row, group));
const rename = async (row) => (await import("./renaming.js")).editTitle(row, { tell, offer });
startTaskKeys(root, selection, { change, rename });
startOrder(root, list, () => refresh(list));

list.addEventListener("click", (event) => {
  const place = event.target.closest("[data-change], .task-due, .task-priority, .task-list-name");
  if (!place || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const group = { "task-priority": "priority", "task-list-name": "list" }[place.className];
  change(place.closest("[data-task]"), group);
});
list.addEventListener("dblclick", ({ target }) => target.matches(".task-main, .task-meta") && rename(target.closest("[data-task]")));

aroundSwaps(list, () => () => selection.draw());
startFilters(hook(root, "filters"), list);

follow(root, {
  onEvent: ({ event_type: type }) => [...TASK_EVENTS, ...LIST_EVENTS, ...VIEW_EVENTS].includes(type) && refresh(list),
  onReset: () => refresh(list),
});
