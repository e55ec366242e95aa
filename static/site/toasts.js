import { refresh } from "../live/parts.js";
import { hook } from "./dom.js";
import { whenFirstSeen } from "./later.js";
import { CONVERSATION_DELETED, CONVERSATION_RESTORED, TASK_EVENTS, TASK_REMINDER } from "../streaming/events.js";

/** What waits above every page, in every tab: chats that can be restored, and reminders that were sent. */
export class Toasts {
  #deleted;
  #reminders;

  /** `onProblem(text)`: why a form in it was refused; "" when that is over. */
  constructor(root, onProblem) {
    this.#deleted = hook(root, "deleted-chats");
    this.#reminders = hook(root, "reminders");
    const load = async () => (await import("./toast-forms.js")).startToasts(onProblem);
    for (const part of [this.#deleted, this.#reminders]) whenFirstSeen(part, "form", load);
  }

  handle({ event_type: type }) {
    if (type === CONVERSATION_DELETED || type === CONVERSATION_RESTORED) refresh(this.#deleted);
    const isShown = this.#reminders.childElementCount > 0;
    if (type === TASK_REMINDER || (isShown && TASK_EVENTS.includes(type))) refresh(this.#reminders);
  }

  refresh() {
    refresh(this.#deleted);
    refresh(this.#reminders);
  }
}
