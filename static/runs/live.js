import { ConnectionView } from "../chat/connection.js";
import { follow } from "../live/follow.js";
import { aroundSwaps, refresh } from "../live/parts.js";
import { Growth } from "./growth.js";

const PAUSE = 120; // milliseconds
const AGAIN = 1.25; // of the elapsed time, before a full axis is requested again

/** While the run is active, each of its events makes the parts of the page stale. */
export class LiveRun {
  #root;
  #waterfall;
  #growth;
  #fullUntil = 0;

  constructor(root, onDrawn) {
    this.#root = root;
    this.#waterfall = root.querySelector("#run-waterfall");
    this.#growth = new Growth(root, (now) => this.#widen(now));
    aroundSwaps(this.#waterfall, () => () => {
      this.#growth.restart();
      onDrawn();
    });
  }

  start() {
    const { runId } = this.#root.dataset;
    const connection = new ConnectionView(this.#root);
    follow(this.#root, {
      onEvent: (frame) => this.#concerns(frame, runId) && this.#refresh(),
      onReset: () => this.#refresh(),
      onStatus: (status) => connection.show(status),
    });
    this.#growth.restart();
  }

  /** Is it an event of this run, or of a run that continues it? */
  #concerns({ seq, run_id: id, result }, runId) {
    return seq !== null && (id === runId || result?.continues === runId);
  }

  #widen(now) {
    this.#fullUntil ||= now * AGAIN + PAUSE;
    if (now < this.#fullUntil) return;
    this.#fullUntil = now * AGAIN;
    this.#refresh();
  }

  #refresh() {
    if (this.#root.querySelector("[data-replay-player]:not([hidden])")) return; // do not change the page during a replay
    refresh(this.#waterfall);
  }
}
