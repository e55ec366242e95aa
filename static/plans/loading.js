import { morph } from "./morph.js";

const PAUSE = 120; // milliseconds; a burst of events is one loading
const RETRY_AFTER = 2000;

/** Puts the parts of a page that the server has drawn anew in place of what is shown. */
export function replaceParts(root, page) {
  for (const part of root.querySelectorAll("[data-live]")) {
    const fresh = page.querySelector(`[data-live="${part.dataset.live}"]`);
    if (fresh) morph(part, fresh);
  }
}

export function parsePage(text) {
  return new DOMParser().parseFromString(text, "text/html");
}

/** Loads this page anew soon after it is asked to, one at a time; what is asked meanwhile is one more loading. */
export class Loader {
  #onPage;
  #timer = null;
  #isLoading = false;
  #isStale = false;

  /** `onPage(document)` */
  constructor(onPage) {
    this.#onPage = onPage;
  }

  get isBusy() {
    return this.#isLoading || this.#timer !== null;
  }

  later(pause = PAUSE) {
    if (this.#isLoading) this.#isStale = true;
    else this.#timer ??= setTimeout(() => this.#load(), pause);
  }

  async #load() {
    this.#timer = null;
    this.#isLoading = true;
    this.#isStale = false;
    const response = await fetch(location.href, { credentials: "same-origin" }).catch(() => null);
    const isOurs = response?.ok && !response.redirected;
    const text = isOurs ? await response.text().catch(() => null) : null;
    this.#isLoading = false;
    // Signed out, or the plan is gone: the server says so on a page of its own.
    if (response && !isOurs && response.status < 500) return location.reload();
    if (text === null) return this.later(RETRY_AFTER);
    this.#onPage(parsePage(text));
    if (this.#isStale) this.later();
  }
}
