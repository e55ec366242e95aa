import { refresh } from "../live/parts.js";
import { hook } from "./dom.js";
import { whenFirstSeen } from "./later.js";
import { CONVERSATION_DELETED, CONVERSATION_RESTORED } from "../streaming/events.js";

/** Chats that were just deleted, in every tab. `onProblem(text)`: why one could not be restored; "" when that is over. */
export class DeletedChats {
  #part;

  constructor(root, onProblem) {
    this.#part = hook(root, "deleted-chats");
    whenFirstSeen(this.#part, "form", async () => {
      const { startRestoring } = await import("./restoring.js");
      return (part) => startRestoring(part, onProblem);
    });
  }

  handle({ event_type: type }) {
    if (type === CONVERSATION_DELETED || type === CONVERSATION_RESTORED) refresh(this.#part);
  }
}
