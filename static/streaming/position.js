/**
 * Where a client stands in an event stream, and what a frame means from there. Pure: no clock, no network.
 *
 * A cursor is `epoch:seq`. Within an epoch seq counts 1, 2, 3 … without holes, so that seq + 1 is the only
 * event that may follow; another epoch is another history, in which this position means nothing.
 */
export class Position {
  #cursor = null;
  #place = null;

  /** @param {string | null} cursor null: not known yet, the server names it */
  constructor(cursor) {
    this.moveTo(cursor);
  }

  get cursor() {
    return this.#cursor;
  }

  /** The seq of the last event, or null where the cursor is unknown or unreadable. */
  get seq() {
    return this.#place?.seq ?? null;
  }

  moveTo(cursor) {
    this.#cursor = cursor ?? null;
    this.#place = parse(this.#cursor);
  }

  /**
   * "live": not part of the log, deliver it if you like; "next": deliver it and move to its id;
   * "duplicate": drop it; "gap": something is missing before it; "reset": the stream was recreated.
   */
  judge(frame) {
    if (frame.seq === null || frame.seq === undefined) return "live";
    const place = parse(frame.id);
    if (place === null) return "gap";
    if (this.#place === null) return "next";
    if (place.epoch !== this.#place.epoch) return "reset";
    if (place.seq <= this.#place.seq) return "duplicate";
    return place.seq === this.#place.seq + 1 ? "next" : "gap";
  }
}

function parse(cursor) {
  const match = /^(.*):(\d+)$/s.exec(cursor ?? "");
  return match && { epoch: match[1], seq: Number(match[2]) };
}
