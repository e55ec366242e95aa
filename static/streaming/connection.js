import { CONNECTION_ESTABLISHED, ERROR, HEARTBEAT, PONG, STREAM_RESET } from "./events.js";

/**
 * One connection's life, whatever carries it: watches for silence, puts the frames in order, measures the
 * round trip, acknowledges, and ends once. Its owner gets
 * `opened(connection)`, `event(frame)`, `reset(frame)`, `measured()` and `ended(connection, reason)`.
 */
export class Connection {
  isOpen = false;
  isProven = false; // has brought more than its greeting
  rtt = null;
  #position;
  #timing;
  #owner;
  #link;
  #interval;
  #openedAt = performance.now();
  #isEnded = false;
  #watchdog;
  #pinger;
  #lossTimer;
  #ackTimer;
  #ackDue = Infinity;
  #ackedAt = -Infinity;
  #unacknowledged = 0;

  /** @param rung `{ name, open, patience }`: a transport, and the timing in which it has to open */
  constructor(rung, { url, share, position, timing, owner }) {
    this.transport = rung.name;
    this.#position = position;
    this.#timing = timing;
    this.#owner = owner;
    this.#interval = timing.beat;
    this.#expectSomething(timing[rung.patience]);
    this.#link = rung.open({ url, share, timing, listener: this });
  }

  get lasted() {
    return performance.now() - this.#openedAt;
  }

  close() {
    this.#isEnded = true;
    clearTimeout(this.#watchdog);
    clearInterval(this.#pinger);
    clearTimeout(this.#lossTimer);
    clearTimeout(this.#ackTimer);
    this.#link.close();
  }

  /** Finds out soon whether an open connection still works: a computer that slept keeps dead sockets. */
  probe(within = this.#timing.probeWithin) {
    if (!this.isOpen) return;
    if (this.#link.send) this.#ping();
    else if (!this.#link.probe?.()) return;
    this.#expectSomething(within);
  }

  // What the transport calls.

  heard() {
    if (this.#isEnded) return;
    this.#expectSomething(this.#interval + this.#timing.grace);
    if (this.isOpen) this.isProven = true;
    else this.#open();
    // A hidden tab's timers are throttled, its messages are not.
    if (performance.now() >= this.#ackDue) this.#acknowledge();
  }

  text(json) {
    let frame;
    try {
      frame = JSON.parse(json);
    } catch {
      return this.ended("lost");
    }
    this.frame(frame);
  }

  frame(frame) {
    if (this.#isEnded) return;
    if (frame.event_type !== CONNECTION_ESTABLISHED) this.isProven = true;
    switch (frame.event_type) {
      case CONNECTION_ESTABLISHED:
        if (this.#position.cursor === null) this.#position.moveTo(frame.id);
        break;
      case HEARTBEAT:
        this.#heartbeat(frame);
        break;
      case PONG:
        this.#measure(frame.t);
        break;
      case "ack":
        break;
      case ERROR:
        console.warn("The event stream's server refused a frame:", frame.error);
        break;
      case STREAM_RESET:
        this.#reset(frame);
        break;
      default:
        this.#event(frame);
    }
  }

  ended(reason) {
    if (this.#isEnded) return;
    this.close();
    this.#owner.ended(this, reason);
  }

  #open() {
    this.isOpen = true;
    this.#openedAt = performance.now();
    this.#owner.opened(this);
    if (this.#isEnded || !this.#link.send) return;
    this.#ping();
    this.#pinger = setInterval(() => this.#ping(), this.#timing.pingEvery);
  }

  #event(frame) {
    switch (this.#position.judge(frame)) {
      case "live":
        this.#owner.event(frame);
        this.#acknowledgeSoon();
        break;
      case "next":
        this.#position.moveTo(frame.id);
        this.#owner.event(frame);
        this.#acknowledgeSoon();
        break;
      case "gap":
        this.ended("lost");
        break;
      case "reset":
        // The snapshot that is loaded now has this event in it.
        this.#reset({ ...frame, event_type: STREAM_RESET, seq: null, message: null, result: null });
        break;
      case "duplicate":
        break;
    }
  }

  #reset(frame) {
    clearTimeout(this.#lossTimer);
    this.#position.moveTo(frame.id);
    this.#owner.reset(frame);
  }

  #expectSomething(within) {
    clearTimeout(this.#watchdog);
    this.#watchdog = setTimeout(() => this.ended(this.isOpen ? "lost" : "unsuitable"), within);
  }

  #heartbeat({ seq, result }) {
    if (result?.interval > 0) this.#interval = result.interval * 1000;
    this.#expectSomething(this.#interval + this.#timing.grace);
    this.#expectEvent(seq);
  }

  /** Without a later event nothing else would show that the last one was lost. */
  #expectEvent(top) {
    const seq = this.#position.seq;
    clearTimeout(this.#lossTimer);
    if (seq === null || top <= seq) return;
    this.#lossTimer = setTimeout(() => {
      if (this.#position.seq === seq) this.ended("lost");
      else this.#expectEvent(top);
    }, this.#timing.lostAfter);
  }

  #ping() {
    this.#link.send({ type: "ping", t: performance.now() });
  }

  #measure(sentAt) {
    const sample = performance.now() - sentAt;
    this.rtt = this.rtt === null ? sample : 0.7 * this.rtt + 0.3 * sample;
    this.#owner.measured();
  }

  #acknowledgeSoon() {
    if (this.#isEnded || !this.#link.send) return;
    this.#unacknowledged += 1;
    if (this.#unacknowledged >= this.#timing.ackFrames) return this.#acknowledge();
    if (this.#ackDue < Infinity) return;
    const now = performance.now();
    this.#ackDue = Math.max(now + this.#timing.ackDelay, this.#ackedAt + this.#timing.ackEvery);
    this.#ackTimer = setTimeout(() => this.#acknowledge(), this.#ackDue - now);
  }

  #acknowledge() {
    clearTimeout(this.#ackTimer);
    this.#ackDue = Infinity;
    this.#ackedAt = performance.now();
    this.#unacknowledged = 0;
    this.#link.send({ type: "ack", seq: this.#position.seq });
  }
}
