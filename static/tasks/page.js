import { watchDates } from "../live/dates.js";
import { follow } from "../live/follow.js";
import { aroundSwaps, refresh } from "../live/parts.js";
import { hook } from "../site/dom.js";
import { startChanges } from "./changes.js";
import { startChanging } from "./changing.js";
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
const selection = new Selection(root, offer);
const changing = startChanging(root, offer);
startTaskKeys(root, selection, changing);
startOrder(root, list, () => refresh(list));

list.addEventListener("click", (event) => {
  const place = event.target.closest("[data-change], .task-due, .task-priority, .task-list-name");
  if (!place || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  changing.open(place);
});
list.addEventListener("dblclick", ({ target }) => target.matches(".task-main, .task-meta") && changing.rename(target.closest("[data-task]")));
aroundSwaps(list, () => () => selection.draw());
startFilters(hook(root, "filters"), list);

follow(root, {
  onEvent: ({ event_type: type }) => {
    if ([...TASK_EVENTS, ...LIST_EVENTS, ...VIEW_EVENTS].includes(type)) refresh(list);
    if (LIST_EVENTS.includes(type)) changing.refresh();
  },
  onReset: () => refresh(list),
});
