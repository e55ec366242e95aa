import { EventStream } from "../streaming/event-stream.js";
import { ConnectionView } from "../chat/connection.js";
import { hook } from "../site/dom.js";
import { Growth } from "./growth.js";

const PAUSE = 120; // milliseconds; a burst of events is one reload
const AGAIN = 1.25; // of the time that has gone by, before a full axis is asked for again

/** While the run is at work, each of its events brings the page's parts anew: the server draws them. */
export class LiveRun {
  #root;
  #onReplaced;
  #growth;
  #timer = null;
  #isLoading = false;
  #isStale = false;
  #fullUntil = 0;

  constructor(root, onReplaced) {
    this.#root = root;
    this.#onReplaced = onReplaced;
    this.#growth = new Growth(root, (now) => this.#widen(now));
  }

  start() {
    const { socketUrl, eventsUrl, cursor, runId } = this.#root.dataset;
    const connection = new ConnectionView(this.#root);
    new EventStream({
      socketUrl,
      eventsUrl,
      cursor,
      onEvent: (frame) => this.#concerns(frame, runId) && this.#later(),
      onReset: () => this.#later(),
      onStatus: (status) => connection.show(status),
    }).start();
    this.#growth.restart();
  }

  /** Its own events, and those of a run that goes on from it. */
  #concerns({ seq, run_id: id, result }, runId) {
    return seq !== null && (id === runId || result?.continues === runId);
  }

  #widen(now) {
    this.#fullUntil ||= now * AGAIN + PAUSE;
    if (now < this.#fullUntil) return;
    this.#fullUntil = now * AGAIN;
    this.#later();
  }

  #later() {
    if (this.#isLoading) this.#isStale = true;
    else this.#timer ??= setTimeout(() => this.#load(), PAUSE);
  }

  async #load() {
    this.#timer = null;
    this.#isLoading = true;
    const page = await fetchPage();
    if (page) this.#replace(page);
    this.#isLoading = false;
    if (!this.#isStale) return;
    this.#isStale = false;
    this.#later();
  }

  #replace(page) {
    if (this.#root.querySelector("[data-replay-player]:not([hidden])")) return; // nothing moves under a replay
    const open = new Set([...this.#root.querySelectorAll("[data-row]:has(> details[open])")].map(rowKey));
    const focused = document.activeElement?.closest("[data-row]");
    for (const part of this.#root.querySelectorAll("[data-live]")) {
      const fresh = hook(page, `live="${part.dataset.live}"`);
      if (fresh) part.replaceChildren(...fresh.childNodes);
    }
    for (const row of this.#root.querySelectorAll("[data-row]")) {
      const details = row.querySelector("details");
      if (details && open.has(rowKey(row))) details.open = true;
      if (focused && rowKey(focused) === rowKey(row)) row.querySelector("summary")?.focus({ preventScroll: true });
    }
    this.#growth.restart();
    this.#onReplaced();
  }
}

function rowKey({ dataset }) {
  return dataset.row;
}

async function fetchPage() {
  const response = await fetch(location.href, { credentials: "same-origin" }).catch(() => null);
  if (!response?.ok || response.redirected) return null;
  return new DOMParser().parseFromString(await response.text(), "text/html");
}
