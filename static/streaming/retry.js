/** When to connect again, and by which transport. Pure: the caller brings the clock and the dice. */

/** Exponential growth with full jitter: tabs that were cut off together do not come back together. */
export class Backoff {
  #first;
  #limit;
  #random;
  #tries = 0;

  constructor(first, limit, random = Math.random) {
    this.#first = first;
    this.#limit = limit;
    this.#random = random;
  }

  next() {
    const ceiling = Math.min(this.#limit, this.#first * 2 ** this.#tries);
    this.#tries += 1;
    return this.#random() * ceiling;
  }

  reset() {
    this.#tries = 0;
  }
}

const PATIENCE = 2;

/**
 * Which rung of a ladder of transports (0 is the best) to use, and after which wait.
 *
 * A transport that has brought real data is used again. One that has not is left for the next rung, which
 * is tried at once; only the top one gets a second try first. Below the last rung it starts over at the top.
 */
export class RetryPolicy {
  rung = 0;
  #rungs;
  #stableAfter;
  #backoff;
  #failures = 0;

  constructor(rungs, timing, random = Math.random) {
    this.#rungs = rungs;
    this.#stableAfter = timing.stableAfter;
    this.#backoff = new Backoff(timing.retryFirst, timing.retryLimit, random);
  }

  /**
   * Takes note of how the connection on this rung ended and moves to the rung to use next.
   *
   * @param {{reason: "lost" | "unsuitable", isProven: boolean, lasted: number}} end
   * @returns {number} milliseconds to wait
   */
  after({ reason, isProven, lasted }) {
    if (isProven) {
      if (this.rung === 0) this.#failures = 0;
      if (lasted >= this.#stableAfter) this.#backoff.reset();
      return this.#backoff.next();
    }
    if (this.rung === 0) {
      this.#failures += 1;
      if (reason === "lost" && this.#failures < PATIENCE) return this.#backoff.next();
    }
    if (this.rung < this.#rungs - 1) {
      this.rung += 1;
      return 0;
    }
    this.rung = 0;
    return this.#backoff.next();
  }
}
