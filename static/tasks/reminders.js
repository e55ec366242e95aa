import { watchDates } from "../live/dates.js";
import { post } from "../live/forms.js";
import { refresh } from "../live/parts.js";
import { hook } from "../site/dom.js";
import { TASK_EVENTS, TASK_REMINDER } from "../streaming/events.js";

/** The reminders that were sent, in every tab, until they are dismissed or their tasks done. */
export class Reminders {
  #part;

  /** `onProblem(text)`: why a reminder could not be dismissed; "" when that is over. */
  constructor(root, onProblem) {
    this.#part = hook(root, "reminders");
    this.#part.addEventListener("submit", (event) => {
      event.preventDefault();
      post(event.target, event.submitter, onProblem);
    });
    watchDates(this.#part, () => this.refresh());
  }

  refresh() {
    refresh(this.#part);
  }

  handle({ event_type: type }) {
    const isShown = this.#part.childElementCount > 0;
    if (type === TASK_REMINDER || (isShown && TASK_EVENTS.includes(type))) this.refresh();
  }
}
