import { watchDates } from "../live/dates.js";
import { follow } from "../live/frame.js";
import { aroundSwaps, refresh } from "../live/parts.js";
import { hook } from "../site/dom.js";
import { startChanges } from "./changes.js";
import { startFilters } from "./filters.js";
import { placeOfFocus } from "./focus.js";
import { startTaskKeys } from "./keys.js";
import { Selection } from "./selection.js";
import { LIST_EVENTS, TASK_EVENTS } from "../streaming/events.js";

/** The tasks page. The server applies the filters and draws the list. */
const root = document.querySelector("[data-tasks-page]");
const list = hook(root, "task-list");

aroundSwaps(list, () => placeOfFocus(list));
watchDates(list, () => refresh(list));
const selection = new Selection(root, startChanges(root));
startTaskKeys(root, selection);
aroundSwaps(list, () => () => selection.draw());
startFilters(hook(root, "filters"), list);

follow(root, {
  onEvent: ({ event_type: type }) => [...TASK_EVENTS, ...LIST_EVENTS].includes(type) && refresh(list),
  onReset: () => refresh(list),
});
