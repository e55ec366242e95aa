import { follow } from "../live/follow.js";
import { refresh } from "../live/parts.js";
import { hook } from "../site/dom.js";
import { LIST_EVENTS, TASK_EVENTS } from "../streaming/events.js";

/** The page on which lists are edited, current in every tab. Its forms are sent as without a script. */
const root = document.querySelector("[data-lists-page]");
const lists = hook(root, "lists");

follow(root, {
  onEvent: ({ event_type: type }) => [...LIST_EVENTS, ...TASK_EVENTS].includes(type) && refresh(lists),
  onReset: () => refresh(lists),
});
