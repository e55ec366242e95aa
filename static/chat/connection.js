import { hook, say, setText } from "../site/dom.js";

const WORDS = {
  connecting: say("Connecting…"),
  live: say("Live"),
  reconnecting: say("Reconnecting…"),
  limited: say("Limited"),
  offline: say("Offline"),
  "signed-out": say("Signed out"),
};
const CONSEQUENCES = {
  reconnecting: say("New events appear as soon as the connection is back."),
  limited: say("Updates come a little later than usual. Nothing is missed."),
  offline: say("You are offline. What you type is kept, and what you missed appears when you are back."),
  "signed-out": say("You are signed out here, so this page no longer changes."),
};
const BARS = [[100, 4], [250, 3], [600, 2], [Infinity, 1]]; // round trip below so many milliseconds
const NOTE_AFTER = 1500; // milliseconds; shorter interruptions need no explanation

/** Shows the state of the connection, and what it means for the person. */
export class ConnectionView {
  #view;
  #note;
  #signInUrl;
  #timer = null;

  constructor(root) {
    this.#view = hook(root, "connection");
    this.#note = hook(root, "connection-note");
    this.#signInUrl = root.dataset.signInUrl;
  }

  show({ state, transport, rtt }) {
    const isMeasured = rtt !== null && (state === "live" || state === "limited");
    const bars = isMeasured ? BARS.find(([limit]) => rtt < limit)[1] : state === "live" || state === "limited" ? 1 : 0;
    const detail = isMeasured ? say("Round trip {time} ms", { time: `${rtt}` }) : (CONSEQUENCES[state] ?? "");
    this.#view.dataset.state = state;
    this.#view.dataset.transport = transport ?? "";
    this.#view.title = detail || WORDS[state];
    setText(hook(this.#view, "connection-word"), (state === "live" && this.#view.dataset.liveWord) || WORDS[state]);
    setText(hook(this.#view, "connection-detail"), detail);
    this.#view.querySelector(".bars").dataset.bars = bars;
    this.#explain(state);
  }

  #explain(state) {
    if (this.#note.dataset.state === state) return;
    clearTimeout(this.#timer);
    this.#note.dataset.state = state;
    const isShown = state in CONSEQUENCES;
    if (!isShown) this.#note.hidden = true;
    else this.#timer = setTimeout(() => this.#write(state), state === "reconnecting" ? NOTE_AFTER : 0);
  }

  #write(state) {
    this.#note.textContent = CONSEQUENCES[state];
    if (state === "signed-out") {
      const link = document.createElement("a");
      link.href = `${this.#signInUrl}?next=${encodeURIComponent(location.pathname)}`;
      link.textContent = say("Sign in again");
      this.#note.append(" ", link);
    }
    this.#note.hidden = false;
  }
}
