import { request } from "../site/api.js";
import { AGENT_DONE, RUN_FAILED } from "../streaming/events.js";

/** Tells the server that a person has seen the answers of the open chat, once its tab is visible. Takes its events. */
export class Reading {
  #unread = null; // the id of the chat

  constructor() {
    document.addEventListener("visibilitychange", () => this.#tell());
  }

  handle({ event_type: type, conversation_id: id }) {
    if (type !== AGENT_DONE && type !== RUN_FAILED) return;
    this.#unread = id;
    this.#tell();
  }

  #tell() {
    if (!this.#unread || document.visibilityState !== "visible") return;
    // If the request fails, the chat stays unread until it is opened again.
    request("POST", `/api/conversations/${this.#unread}/read/`).catch(() => null);
    this.#unread = null;
  }
}
