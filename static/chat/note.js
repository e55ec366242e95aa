import { refresh } from "../live/parts.js";
import { addressOf, hook } from "../site/dom.js";
import { CONVERSATION_DELETED, CONVERSATION_RESTORED, CONVERSATION_UPDATED } from "../streaming/events.js";

/** The line above the open chat: it is archived, or deleted. Takes the events of that chat. */
export class ConversationNote {
  #note;

  constructor(root) {
    this.#note = hook(root, "chat-note");
  }

  /** The page shows this chat now. */
  open(id) {
    this.#note.setAttribute("hx-get", addressOf(this.#note.getAttribute("hx-get"), id));
    htmx.process(this.#note);
  }

  handle({ event_type: type, result }) {
    const isMoved = type === CONVERSATION_UPDATED && Boolean(result.is_archived) !== (this.#note.dataset.chatNote === "archived");
    if (isMoved || type === CONVERSATION_DELETED || type === CONVERSATION_RESTORED) refresh(this.#note);
  }
}
