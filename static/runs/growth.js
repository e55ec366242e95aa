import { duration } from "../site/durations.js";
import { hook, setText } from "../site/dom.js";
import { Axis } from "./axis.js";

const THINNEST = 0.35; // percent, as on the server
const CALM = 1000; // milliseconds between two drawings with reduced motion

/** Grows the bars of active turns and calls; calls `onFull` once they reach the end of the axis. */
export class Growth {
  #root;
  #onFull;
  #calm = matchMedia("(prefers-reduced-motion: reduce)");
  #started;
  #axis;
  #drawnAt = -Infinity;
  #frame = null;

  constructor(root, onFull) {
    this.#root = root;
    this.#onFull = onFull;
  }

  /** Start from the page as the server has drawn it at `data-now`. */
  restart() {
    cancelAnimationFrame(this.#frame);
    const waterfall = hook(this.#root, "waterfall");
    if (!("active" in waterfall.dataset)) return;
    this.#started = performance.now() - Number(waterfall.dataset.now);
    this.#axis = new Axis(waterfall.dataset.axis);
    this.#tick();
  }

  #tick() {
    this.#frame = requestAnimationFrame((at) => {
      const now = performance.now() - this.#started;
      if (!this.#calm.matches || at - this.#drawnAt > CALM) this.#draw(now, at);
      if (now > this.#axis.end) this.#onFull(now);
      this.#tick();
    });
  }

  #draw(now, at) {
    this.#drawnAt = at;
    for (const row of this.#root.querySelectorAll('[data-row][data-until=""]')) {
      const since = Number(row.dataset.since);
      const start = Math.min(this.#axis.percent(since), 100 - THINNEST);
      const width = Math.max(THINNEST, this.#axis.percent(now) - start);
      hook(row, "bar").setAttribute("width", `${width}%`);
      setText(hook(row, "took"), duration(now - since));
    }
  }
}
