import { Later } from "../site/later.js";
import { Choice } from "./choice.js";

/**
 * Notifies a person of news while none of their tabs in this browser is visible, once for all tabs. Each visible tab holds
 * a shared lock; the tab that gets the lock of an event shows its notification.
 */
export class Notifications {
  #userId;
  #list;
  #choice;
  #news = new Later(() => import("./news.js")); // most tabs are looked at when something happens
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
    this.#news.use(({ newsIn, show }) => {
      const news = newsIn(frame, this.#list);
      if (!news) return;
      if (this.#choice.isOn) this.#notify(frame.id, () => show(news));
      else this.#isOffered = this.#choice.isOpen;
    });
  }

  get #visible() {
    return `visible:${this.#userId}`;
  }

  #turned() {
    this.#release?.();
    this.#release = null;
    if (document.visibilityState !== "visible") return;
    navigator.locks.request(this.#visible, { mode: "shared" }, () => new Promise((release) => { this.#release = release; })).catch(reportError);
    if (this.#isOffered && this.#choice.isOpen) this.#news.use(({ offerNotifications }) => offerNotifications(this.#choice));
    this.#isOffered = false;
  }

  async #notify(id, show) {
    const { held } = await navigator.locks.query();
    if (held.some(({ name }) => name === this.#visible)) return;
    await navigator.locks.request(`notify:${this.#userId}:${id}`, { ifAvailable: true }, (lock) => lock && show());
  }
}
