/** The tab's title: the open chat, and how many answers came while one looked elsewhere. */
export class Title {
  #name;
  #unread = 0;

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

  handle({ event_type: type }) {
    const isWorthReading = type === "agent_done" || type === "run_failed";
    if (isWorthReading && document.visibilityState === "hidden") this.#count(this.#unread + 1);
  }

  #count(unread) {
    this.#unread = unread;
    this.#draw();
  }

  #draw() {
    const name = this.#name ? `${this.#name} · Lockstep` : "Lockstep";
    document.title = this.#unread ? `(${this.#unread}) ${name}` : name;
  }
}
