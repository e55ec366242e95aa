import { openRequest } from "./http.js";
import { ask } from "./poll.js";

/**
 * Makes one connection for all tabs of a browser out of a transport over HTTP: a browser opens six connections to an
 * HTTP/1.1 server, and an event stream holds one for good. The tab that holds the Web Lock opens the transport and
 * passes what it receives on over a BroadcastChannel; the others ask once for what they missed, and then listen.
 * Each tab keeps its own cursor, so that duplicates and gaps are found as on a connection of its own.
 *
 * Where there are no Web Locks (they need HTTPS or localhost) each tab opens its own connection.
 */
export function shared(open) {
  const isPossible = navigator.locks && globalThis.BroadcastChannel;
  return isPossible ? (options) => new SharedLink(open, options) : open;
}

class SharedLink {
  #open;
  #options;
  #channel;
  #waiting = new AbortController(); // for the lock
  #stealTimer;
  #own = null; // this tab's connection, while it leads
  #hasHeard = false; // on its own connection
  #leader = null; // whom this tab listens to
  #isProbing = false; // nothing but the leader's own answer shows that it lives
  #early = null; // what was received while this tab asks for what it missed
  #asking = null;
  #release = null;
  #isClosed = false;

  /** `options.share` names the stream and the transport: tabs of different accounts never meet. */
  constructor(open, options) {
    this.#open = open;
    this.#options = options;
    this.#channel = new BroadcastChannel(options.share);
    this.#channel.onmessage = ({ data }) => this.#received(data);
    this.#request({ signal: this.#waiting.signal });
    this.#stealTimer = setTimeout(() => this.#steal(), options.timing.leaderWithin);
    this.probe();
  }

  /** Asks the leading tab for a sign of life. False where this tab leads. */
  probe() {
    if (this.#own) return false;
    this.#isProbing = true;
    this.#channel.postMessage({ type: "hello" });
    return true;
  }

  close() {
    this.#isClosed = true;
    clearTimeout(this.#stealTimer);
    this.#waiting.abort();
    this.#asking?.close();
    this.#own?.close();
    this.#channel.close();
    this.#release?.();
  }

  async #request(how) {
    try {
      await navigator.locks.request(this.#options.share, how, () => this.#lead());
    } catch (error) {
      if (error.name !== "AbortError") this.#lead(); // the browser allows no locks here: this tab works alone
      // Otherwise it was given up; or stolen by a tab that had no answer from this one.
      else if (this.#own) this.#options.listener.ended("lost");
    }
  }

  /** The tab that holds the lock does not answer: it is frozen, or hangs. */
  #steal() {
    if (this.#own) return;
    this.#waiting.abort();
    this.#request({ steal: true });
  }

  /** Returns what the lock is held for. */
  #lead() {
    if (this.#isClosed) return null;
    clearTimeout(this.#stealTimer);
    this.#asking?.close();
    const { url, timing, listener } = this.#options;
    const leader = crypto.getRandomValues(new Uint32Array(2)).join();
    const pass = (news = {}) => {
      if (!this.#isClosed) this.#channel.postMessage({ type: "news", leader, ...news });
    };
    this.#leader = leader;
    this.#own = this.#open({
      url,
      timing,
      listener: {
        heard: () => {
          this.#hasHeard = true;
          pass();
          listener.heard();
        },
        text: (json) => {
          pass({ json });
          listener.text(json);
        },
        frame: (frame) => {
          pass({ frame });
          listener.frame(frame);
        },
        ended: (reason) => listener.ended(reason),
      },
    });
    return new Promise((resolve) => { this.#release = resolve; });
  }

  #received(message) {
    if (this.#own) {
      if (message.type === "hello") this.#channel.postMessage({ type: this.#hasHeard ? "news" : "here", leader: this.#leader });
      return;
    }
    if (message.type === "hello") return;
    this.#isProbing = false;
    clearTimeout(this.#stealTimer);
    if (message.type === "news") this.#follow(message);
  }

  #follow(message) {
    if (message.leader !== this.#leader) this.#catchUp(message.leader);
    if (this.#early) this.#early.push(message);
    else this.#deliver(message);
  }

  #heard() {
    if (!this.#isProbing) this.#options.listener.heard();
  }

  #deliver({ json, frame }) {
    const { listener } = this.#options;
    this.#heard();
    if (json !== undefined) listener.text(json);
    if (frame !== undefined) listener.frame(frame);
  }

  /** A leader continues from its own cursor, which may be ahead of this tab's. */
  #catchUp(leader) {
    const { url, listener } = this.#options;
    this.#leader = leader;
    this.#early ??= [];
    this.#asking?.close();
    const answer = { heard: () => this.#heard(), frame: (frame) => listener.frame(frame) };
    this.#asking = openRequest(async (signal) => {
      while ((await ask({ url, wait: 0, signal, listener: answer })) > 0);
      if (signal.aborted) return;
      const early = this.#early;
      this.#early = null;
      for (const message of early) {
        if (this.#isClosed) return;
        this.#deliver(message);
      }
    }, listener);
  }
}
