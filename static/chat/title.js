import { AGENT_DONE, RUN_FAILED } from "../streaming/events.js";

/** The tab's title: the open chat, how many answers came while one looked elsewhere, and whether something waits. */
export class Title {
  #name;
  #unread = 0;
  #isAsking = false;

  constructor(name) {
    this.#name = name;
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") this.#count(0);
    });
  }

  rename(name) {
    this.#name = name;
    this.#draw();
  }

  /** Does a run of any chat wait for a decision? */
  ask(isAsking) {
    if (this.#isAsking === isAsking) return;
    this.#isAsking = isAsking;
    this.#draw();
  }

  handle({ event_type: type }) {
    const isWorthReading = type === AGENT_DONE || type === RUN_FAILED;
    if (isWorthReading && document.visibilityState === "hidden") this.#count(this.#unread + 1);
  }

  #count(unread) {
    this.#unread = unread;
    this.#draw();
  }

  #draw() {
    const parts = [this.#isAsking ? "Waiting for you" : "", this.#name, "Lockstep"];
    const name = parts.filter(Boolean).join(" · ");
    document.title = this.#unread ? `(${this.#unread}) ${name}` : name;
  }
}
