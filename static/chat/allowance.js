import { aroundSwaps, refresh } from "../live/parts.js";
import { hook } from "../site/dom.js";
import { AGENT_DONE, RUN_FAILED, RUN_QUEUED } from "../streaming/events.js";

/** What is left of the day, beside the message box. It is fetched again only while it may be scarce. */
export class Allowance {
  #part;
  #onUsedUp;

  /** `onUsedUp(seconds)`: nothing is left for so long. */
  constructor(root, onUsedUp) {
    this.#part = hook(root, "allowance");
    this.#onUsedUp = onUsedUp;
    aroundSwaps(this.#part, () => () => this.#drawn());
    this.#drawn();
  }

  handle({ event_type: type, result }) {
    const { dataset } = this.#part;
    const hasSpent = "budget" in dataset && (type === AGENT_DONE || type === RUN_FAILED);
    const isCounted = type === RUN_QUEUED && !result.step_id; // steps of plans are not
    if (isCounted) dataset.slack = Math.max(dataset.slack - 1, 0);
    if (hasSpent || (isCounted && dataset.slack === "0")) this.refresh();
  }

  refresh() {
    refresh(this.#part);
  }

  #drawn() {
    const { wait } = this.#part.dataset;
    if (wait) this.#onUsedUp(Number(wait));
  }
}
