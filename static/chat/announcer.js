const PAUSE = 400; // milliseconds; texts that follow faster would cut each other off

/** Announces what happens to screen readers: in one polite live region, and one for errors. */
export class Announcer {
  #status;
  #alert;
  #waiting = [];
  #timer = null;

  constructor(root) {
    this.#status = root.querySelector("[data-announce]");
    this.#alert = root.querySelector("[data-alert]");
  }

  say(text) {
    if (!text) return;
    this.#waiting.push(text);
    this.#timer ??= setTimeout(() => this.#next(), PAUSE);
  }

  warn(text) {
    this.#alert.textContent = "";
    this.#alert.textContent = text;
  }

  /** Show and announce an error. */
  tell(text) {
    const line = document.querySelector("[data-composer-error]");
    line.textContent = text;
  }

  #next() {
    // Announce only the last few of a backlog.
    this.#waiting = this.#waiting.slice(-3);
    this.#status.textContent = this.#waiting.shift();
    this.#timer = this.#waiting.length ? setTimeout(() => this.#next(), PAUSE * 3) : null;
  }
}
