import { follow } from "../live/follow.js";
import { refresh } from "../live/parts.js";
import { TASK_EVENTS } from "../streaming/events.js";

/** The calendar, which the server draws. */
const root = document.querySelector("[data-calendar-page]");
const part = document.getElementById("calendar");

follow(root, {
  onEvent: ({ event_type: type }) => TASK_EVENTS.includes(type) && refresh(part),
  onReset: () => refresh(part),
});
