import { post } from "../live/forms.js";
import { follow } from "../live/follow.js";
import { refresh } from "../live/parts.js";
import { hook, setText } from "../site/dom.js";
import { AGENT_DONE, CONVERSATION_DELETED, CONVERSATION_READ, CONVERSATION_RESTORED, CONVERSATION_UPDATED, RUN_CANCELLED, RUN_FAILED } from "../streaming/events.js";

const CONCERNED = new Set([
  AGENT_DONE,
  CONVERSATION_DELETED,
  CONVERSATION_READ,
  CONVERSATION_RESTORED,
  CONVERSATION_UPDATED,
  RUN_CANCELLED,
  RUN_FAILED,
]);

/** The page of all chats, each of which can be archived and deleted without leaving it. */
const root = document.querySelector("[data-chats-page]");
const found = document.getElementById("chats-found");
const tell = (text) => setText(hook(root, "frame-problem"), text);

root.addEventListener("submit", (event) => {
  if (event.target.id !== "act") return;
  event.preventDefault();
  post(event.target, event.submitter, tell);
});

follow(root, {
  onEvent: ({ event_type: type }) => CONCERNED.has(type) && refresh(found),
  onReset: () => refresh(found),
});
