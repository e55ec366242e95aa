import { aroundSwaps, refresh } from "../live/parts.js";
import { hook } from "../site/dom.js";
import { AGENT_DONE, RUN_FAILED, RUN_QUEUED } from "../streaming/events.js";

/** What is left of the day, beside the message box. It is fetched again only while it may be scarce. */
export class Allowance {
  #part;
  #slack;
  #onUsedUp;

  /** `onUsedUp(seconds)`: nothing is left for so long. */
  constructor(root, onUsedUp) {
    this.#part = hook(root, "allowance");
    this.#onUsedUp = onUsedUp;
    aroundSwaps(this.#part, () => () => this.#drawn());
    this.#drawn();
  }

  handle({ event_type: type }) {
    const hasSpent = "budget" in this.#part.dataset && (type === AGENT_DONE || type === RUN_FAILED);
    if (type === RUN_QUEUED) this.#slack -= 1;
    if (hasSpent || (type === RUN_QUEUED && this.#slack <= 0)) this.refresh();
  }

  refresh() {
    refresh(this.#part);
  }

  #drawn() {
    const { slack, wait } = this.#part.dataset;
    this.#slack = Number(slack);
    if (wait) this.#onUsedUp(Number(wait));
  }
}
