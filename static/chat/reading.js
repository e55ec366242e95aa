import { request } from "../site/api.js";
import { AGENT_DONE, RUN_FAILED } from "../streaming/events.js";

const ENDINGS = [AGENT_DONE, RUN_FAILED];

/** Tells the server that a person has seen the answers of the open chat, once its tab is visible. Takes its events. */
export class Reading {
  #unread = null; // the id of the chat
  #onFailure;

  /** `onFailure(id)`: the chat stays unread until it is opened again. */
  constructor(onFailure) {
    this.#onFailure = onFailure;
    document.addEventListener("visibilitychange", () => this.#tell());
  }

  /** Is it an answer that is seen at once? Then the event that says so follows. */
  isSeen({ event_type: type }) {
    return ENDINGS.includes(type) && document.visibilityState === "visible";
  }

  handle({ event_type: type, conversation_id: id }) {
    if (!ENDINGS.includes(type)) return;
    this.#unread = id;
    this.#tell();
  }

  async #tell() {
    const id = this.#unread;
    if (!id || document.visibilityState !== "visible") return;
    this.#unread = null;
    const answer = await request("POST", `/api/conversations/${id}/read/`).catch(() => null);
    if (!answer?.ok) this.#onFailure(id);
  }
}
