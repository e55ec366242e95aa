import { Choice } from "./choice.js";
import { newsIn } from "./news.js";
import { offer } from "./offer.js";

const HELD = 10_000; // milliseconds in which the other tabs receive the same event

/**
 * Notifies a person of news while none of their tabs in this browser is visible, once for all tabs. Each visible tab holds
 * a shared lock; the tab that gets the lock of an event shows its notification.
 */
export class Notifications {
  #userId;
  #list;
  #choice;
  #isOffered = false;
  #release = null;

  constructor(userId, list) {
    this.#userId = userId;
    this.#list = list;
    this.#choice = new Choice(userId);
    if (!Choice.isPossible) return;
    document.addEventListener("visibilitychange", () => this.#turned());
    this.#turned();
  }

  handle(frame) {
    if (document.visibilityState === "visible" || frame.seq === null) return;
    const news = newsIn(frame, this.#list);
    if (!news) return;
    if (this.#choice.isOn) this.#notify(frame.id, news);
    else this.#isOffered = this.#choice.isOpen;
  }

  get #visible() {
    return `visible:${this.#userId}`;
  }

  #turned() {
    this.#release?.();
    this.#release = null;
    if (document.visibilityState !== "visible") return;
    navigator.locks.request(this.#visible, { mode: "shared" }, () => new Promise((release) => { this.#release = release; })).catch(reportError);
    if (this.#isOffered && this.#choice.isOpen) offer(this.#choice);
    this.#isOffered = false;
  }

  async #notify(id, news) {
    const { held } = await navigator.locks.query();
    if (held.some(({ name }) => name === this.#visible)) return;
    await navigator.locks.request(`notify:${this.#userId}:${id}`, { ifAvailable: true }, (lock) => lock && show(news));
  }
}

/** Resolves when no other tab needs to know any more that this one has shown it. */
async function show({ title, body, url, tag }) {
  const worker = await navigator.serviceWorker?.getRegistration();
  if (worker) await worker.showNotification(title, { body, tag, data: { url } }); // phones know no other way
  else showWithoutWorker(title, { body, tag }, url);
  await new Promise((resolve) => setTimeout(resolve, HELD));
}

function showWithoutWorker(title, options, url) {
  const notification = new Notification(title, options);
  notification.addEventListener("click", () => {
    focus();
    notification.close();
    if (location.pathname !== url) location.assign(url);
  });
}
