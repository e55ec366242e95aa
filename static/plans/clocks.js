import { duration } from "../site/durations.js";
import { setText } from "../site/dom.js";

const SECOND = 1000; // milliseconds
const MINUTE = 60;

/** Shows for how long the agent of each running step has worked, counted from the milliseconds that the server drew. */
export class Clocks {
  #root;
  #known = new WeakMap(); // element → { drawn, start }

  constructor(root) {
    this.#root = root;
    setInterval(() => this.adopt(), SECOND);
    this.adopt();
  }

  /** Call after the server has drawn steps. */
  adopt() {
    for (const element of this.#root.querySelectorAll("[data-elapsed]")) {
      const drawn = element.dataset.elapsed;
      if (this.#known.get(element)?.drawn !== drawn) this.#known.set(element, { drawn, start: performance.now() - drawn });
      const seconds = Math.floor((performance.now() - this.#known.get(element).start) / SECOND);
      setText(element, seconds < MINUTE ? `${seconds} s` : duration(seconds * SECOND));
    }
  }
}
