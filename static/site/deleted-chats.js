import { post } from "../live/forms.js";
import { aroundSwaps, refresh } from "../live/parts.js";
import { hook } from "./dom.js";
import { CONVERSATION_DELETED, CONVERSATION_RESTORED } from "../streaming/events.js";

const LATE = 1000; // milliseconds, so that the time has surely passed on the server

/** Chats that were just deleted, in every tab, each with a button that restores it. */
export class DeletedChats {
  #part;
  #timer;

  /** `onProblem(text)`: why a chat could not be restored; "" when that is over. */
  constructor(root, onProblem) {
    this.#part = hook(root, "deleted-chats");
    aroundSwaps(this.#part, () => () => this.#watch());
    this.#part.addEventListener("submit", (event) => {
      event.preventDefault();
      post(event.target, event.submitter, onProblem);
    });
    this.#part.addEventListener("click", ({ target }) => target.closest("[data-dismiss]")?.closest("form").setAttribute("hidden", ""));
    this.#watch();
  }

  handle({ event_type: type }) {
    if (type === CONVERSATION_DELETED || type === CONVERSATION_RESTORED) refresh(this.#part);
  }

  /** Remove each when its time has passed. */
  #watch() {
    clearTimeout(this.#timer);
    const left = [...this.#part.children].map(({ dataset }) => Number(dataset.left));
    if (left.length) this.#timer = setTimeout(() => refresh(this.#part), Math.min(...left) * 1000 + LATE);
  }
}
