import { Axis } from "../axis.js";

/** Shows the position of the replay on the timeline below. */
export class Playhead {
  #waterfall;
  #axis;
  #rows;

  constructor(waterfall) {
    this.#waterfall = waterfall;
    this.#axis = new Axis(waterfall.dataset.axis);
    this.#rows = [...waterfall.querySelectorAll("[data-row]")];
    waterfall.dataset.replayed = "";
  }

  move(real) {
    this.#waterfall.style.setProperty("--playhead", `${this.#axis.percent(real)}%`);
    for (const row of this.#rows) {
      row.toggleAttribute("data-ahead", Number(row.dataset.since) > real);
      row.toggleAttribute("data-here", Number(row.dataset.since) <= real && real < Number(row.dataset.until));
    }
  }

  clear() {
    delete this.#waterfall.dataset.replayed;
    for (const row of this.#rows) {
      row.removeAttribute("data-ahead");
      row.removeAttribute("data-here");
    }
  }
}
