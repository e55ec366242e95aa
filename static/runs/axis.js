/** Converts times of the run to positions: the server folds long waits, and describes the axis in `data-axis`. */
export class Axis {
  #stretches;

  /** `[[from, to, percent from, percent to], …]`, in milliseconds since the run was queued */
  constructor(json) {
    this.#stretches = JSON.parse(json);
  }

  percent(moment) {
    for (const [from, to, start, end] of this.#stretches) {
      if (moment < to) return start + (Math.max(0, moment - from) / (to - from)) * (end - start);
    }
    return 100;
  }

  get end() {
    return this.#stretches.at(-1)[1];
  }
}
