import { Announcer } from "../chat/announcer.js";
import { ConnectionView } from "../chat/connection.js";
import { Actions } from "../live/actions.js";
import { watchDates } from "../live/dates.js";
import { aroundSwaps, isStale, refresh } from "../live/parts.js";
import { Texts } from "../live/texts.js";
import { hook } from "../site/dom.js";
import { Reader } from "./reader.js";
import { AGENT_MESSAGE, APPROVAL_REQUESTED, MESSAGE_DELTA } from "../streaming/events.js";

const SPOKEN = 200; // characters of a message

/**
 * A plan's page. Events make its parts stale, and the server draws them, so that all tabs show the same. Only the
 * streaming text of agents is drawn here.
 */
export class PlanPage {
  #root;
  #planId;
  #overview;
  #announcer;
  #reader;
  #texts;
  #held = []; // events of runs that may belong to the plan, until its page is drawn

  constructor(root) {
    this.#root = root;
    this.#planId = root.dataset.planId;
    // An error page has the address of the form, which cannot be loaded.
    if (location.pathname !== root.dataset.url) history.replaceState(null, "", root.dataset.url);
    this.#overview = hook(root, "overview");
    this.#announcer = new Announcer(root);
    this.connection = new ConnectionView(root);
    this.#reader = new Reader(root);
    this.#texts = new Texts(root, () => this.reset());
    aroundSwaps(this.#overview, () => this.#beforeSwap());
    watchDates(root, () => this.reset());
    new Actions(root, this.#announcer);
  }

  handle(frame) {
    if (frame.result?.plan_id === this.#planId) {
      this.#announce(frame);
      this.reset();
    } else if (frame.run_id) this.#handleRun(frame);
  }

  /** Fetch the page's parts. */
  reset() {
    refresh(this.#overview);
  }

  #handleRun(frame) {
    if (!this.#isOurs(frame)) {
      if (isStale(this.#overview)) this.#held.push(frame);
      return;
    }
    if (frame.event_type === MESSAGE_DELTA) return this.#write(frame);
    if (frame.event_type === APPROVAL_REQUESTED) this.#announcer.warn(`${frame.message} This waits for you.`);
    this.reset();
  }

  #write(frame) {
    const putBack = this.#reader.hold();
    this.#texts.write(frame);
    putBack();
  }

  #isOurs({ run_id: id }) {
    return this.#overview.dataset.runs.split(" ").includes(id);
  }

  #beforeSwap() {
    const putBack = this.#reader.hold();
    const hadFocus = document.activeElement !== document.body;
    return () => {
      this.#texts.adopt();
      putBack();
      if (hadFocus && document.activeElement === document.body) hook(this.#root, "dock").focus({ preventScroll: true });
      for (const frame of this.#held.splice(0)) this.handle(frame);
    };
  }

  #announce({ event_type: type, message, result }) {
    const text = message.slice(0, SPOKEN);
    this.#announcer.say(type === AGENT_MESSAGE ? `${result.agent_name}: ${text}` : text);
  }
}
