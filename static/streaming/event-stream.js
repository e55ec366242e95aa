import { Connection } from "./connection.js";
import { Position } from "./position.js";
import { Backoff, RetryPolicy } from "./retry.js";
import { TIMING } from "./timing.js";
import { loadedLater } from "./transports/later.js";
import { openWebSocket } from "./transports/websocket.js";

const LADDER = [
  { name: "websocket", open: openWebSocket, patience: "openWithin" },
  { name: "sse", open: loadedLater("sse"), patience: "openWithin" },
  { name: "poll", open: loadedLater("poll"), patience: "answerWithin" },
];

const nothing = () => {};

/**
 * Follows an event stream for as long as the page lives: every event exactly once and in order, over
 * whatever gets through, across lost connections, sleep and restarts.
 *
 * - `socketUrl`, `eventsUrl`: the WebSocket, and the HTTP address for server-sent events and long polling. Both name
 *   the stream (or its owner): tabs with the same `eventsUrl` share one connection over HTTP
 * - `cursor`: where to begin; null: now
 * - `onEvent(frame)`: the events, and live frames (seq null) between them
 * - `onReset(frame)`: missed events cannot be replayed, load a snapshot; the stream continues from `frame.id`
 * - `onStatus({ state, transport, rtt, retryIn })`: state is "connecting", "live", "limited" (connected, but not by
 *   WebSocket), "reconnecting", "offline" or "signed-out" (final until the next `start()`)
 * - `timing`: see timing.js
 */
export class EventStream {
  #addresses;
  #handlers;
  #timing;
  #position;
  #policy;
  #upgrades;
  #listening = null;
  #connection = null;
  #candidate = null; // a better transport, tried while the current one stays in use
  #retryTimer;
  #upgradeTimer;
  #retryIn = null;
  #isFirstTry = true;
  #isSignedOut = false;
  #reported = "";

  constructor(options) {
    const { socketUrl, eventsUrl, cursor = null, timing = {} } = options;
    const { onEvent = nothing, onReset = nothing, onStatus = nothing } = options;
    this.#addresses = { websocket: socketUrl, sse: eventsUrl, poll: eventsUrl };
    this.#handlers = { onEvent, onReset, onStatus };
    this.#timing = { ...TIMING, ...timing };
    this.#position = new Position(cursor);
    this.#policy = new RetryPolicy(LADDER.length, this.#timing);
    this.#upgrades = new Backoff(this.#timing.upgradeFirst, this.#timing.upgradeLimit);
  }

  /** The id of the last event delivered: a later stream may begin from it. */
  get cursor() {
    return this.#position.cursor;
  }

  start() {
    if (this.#listening) return;
    this.#listening = new AbortController();
    this.#isFirstTry = true;
    this.#isSignedOut = false;
    this.#reported = "";
    this.#listen(this.#listening.signal);
    this.#connect();
  }

  stop() {
    this.#listening?.abort();
    this.#listening = null;
    this.#hangUp();
  }

  #listen(signal) {
    const on = (target, type, listener) => target.addEventListener(type, listener, { signal });
    on(window, "online", () => this.#hurry());
    on(window, "offline", () => this.#notice());
    on(document, "visibilitychange", () => document.visibilityState === "visible" && this.#hurry());
    on(window, "pagehide", () => this.#hangUp());
    on(window, "pageshow", ({ persisted }) => persisted && this.#hurry());
    on(document, "freeze", () => this.#hangUp());
    on(document, "resume", () => this.#hurry());
  }

  #connect() {
    this.#hangUp();
    this.#connection = this.#open(this.#policy.rung);
    this.#tell();
  }

  #hangUp() {
    clearTimeout(this.#retryTimer);
    this.#retryIn = null;
    this.#stopUpgrading();
    this.#connection?.close();
    this.#connection = null;
  }

  #open(rung) {
    const url = () => {
      const address = new URL(this.#addresses[LADDER[rung].name], location.href);
      if (this.cursor !== null) address.searchParams.set("after", this.cursor);
      return address;
    };
    const owner = {
      opened: (connection) => this.#opened(connection, rung),
      event: (frame) => this.#call("onEvent", frame),
      reset: (frame) => this.#call("onReset", frame),
      measured: () => this.#tell(),
      ended: (connection, reason) => this.#ended(connection, rung, reason),
    };
    const share = `event-stream ${LADDER[rung].name} ${this.#addresses[LADDER[rung].name]}`;
    return new Connection(LADDER[rung], { url, share, position: this.#position, timing: this.#timing, owner });
  }

  /** A candidate takes over with its first sign of life: what both of them bring is delivered once. */
  #opened(connection, rung) {
    if (connection === this.#candidate) {
      this.#candidate = null;
      this.#connection.close();
      this.#connection = connection;
      this.#policy.rung = rung;
    }
    this.#isFirstTry = false;
    this.#upgradeLater();
    this.#tell();
  }

  #ended(connection, rung, reason) {
    if (reason === "signed-out") this.#signOut();
    else if (connection === this.#candidate) this.#tryNextCandidate(rung);
    else this.#retry({ reason, isProven: connection.isProven, lasted: connection.lasted });
  }

  #signOut() {
    this.stop();
    this.#isSignedOut = true;
    this.#tell();
  }

  #retry(end) {
    this.#hangUp();
    const wait = this.#policy.after(end);
    if (wait === 0) return this.#connect();
    this.#isFirstTry = false;
    this.#retryIn = Math.round(wait);
    this.#retryTimer = setTimeout(() => this.#connect(), wait);
    this.#tell();
  }

  /** The tab or the network is back: whatever waits for a better moment, this is it. */
  #hurry() {
    if (this.#connection === null) this.#connect();
    else if (this.#connection.isOpen) {
      this.#connection.probe();
      if (this.#policy.rung > 0 && this.#candidate === null) this.#tryCandidate(0);
    }
  }

  /** The browser says offline; the server may be on this computer, so the connection has the last word. */
  #notice() {
    this.#connection?.probe(this.#timing.offlineWithin);
    this.#tell();
  }

  #upgradeLater() {
    this.#stopUpgrading();
    if (this.#policy.rung === 0) return this.#upgrades.reset();
    this.#upgradeTimer = setTimeout(() => this.#tryCandidate(0), this.#upgrades.next());
  }

  #stopUpgrading() {
    clearTimeout(this.#upgradeTimer);
    this.#candidate?.close();
    this.#candidate = null;
  }

  #tryCandidate(rung) {
    clearTimeout(this.#upgradeTimer);
    this.#candidate = this.#open(rung);
  }

  #tryNextCandidate(rung) {
    this.#candidate = null;
    if (rung + 1 < this.#policy.rung) this.#tryCandidate(rung + 1);
    else this.#upgradeLater();
  }

  #tell() {
    const { isOpen = false, transport, rtt } = this.#connection ?? {};
    const status = {
      state: this.#state(isOpen),
      transport: isOpen ? transport : null,
      rtt: isOpen && rtt !== null ? Math.round(rtt) : null,
      retryIn: this.#retryIn,
    };
    const text = JSON.stringify(status);
    if (text === this.#reported) return;
    this.#reported = text;
    this.#call("onStatus", status);
  }

  #state(isOpen) {
    if (this.#isSignedOut) return "signed-out";
    if (isOpen) return this.#policy.rung === 0 ? "live" : "limited";
    if (!navigator.onLine) return "offline";
    return this.#isFirstTry ? "connecting" : "reconnecting";
  }

  /** The page's own mistakes are reported as such and do not stop the stream. */
  #call(name, argument) {
    try {
      this.#handlers[name](argument);
    } catch (error) {
      reportError(error);
    }
  }
}
