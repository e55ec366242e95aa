import { Announcer } from "../chat/announcer.js";
import { ConnectionView } from "../chat/connection.js";
import { Actions } from "../live/actions.js";
import { watchDates } from "../live/dates.js";
import { aroundSwaps, isStale, refresh } from "../live/parts.js";
import { Texts } from "../live/texts.js";
import { hook, say } from "../site/dom.js";
import { startChanges, startFacts } from "../tasks/changes.js";
import { Clocks } from "./clocks.js";
import { Reader } from "./reader.js";
import { MESSAGE_DELTA, TASK_EVENTS } from "../streaming/events.js";

const QUEUED_EVERY = 10_000; // milliseconds

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
  #clocks;
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
    this.#clocks = new Clocks(root);
    aroundSwaps(this.#overview, () => this.#beforeSwap());
    watchDates(root, () => this.reset());
    new Actions(root, this.#announcer);
    startFacts(root, startChanges(root));
    setInterval(() => this.#refreshQueued(), QUEUED_EVERY);
  }

  handle(frame) {
    if (frame.result?.plan_id === this.#planId) this.reset();
    else if (frame.run_id) this.#handleRun(frame);
    else if (TASK_EVENTS.includes(frame.event_type) && this.#overview.querySelector("[data-task]")) this.reset();
  }

  /** Fetch the page's parts. */
  reset() {
    refresh(this.#overview);
  }

  /** No event says that no worker is running. */
  #refreshQueued() {
    if ("queued" in this.#overview.dataset) this.reset();
  }

  #handleRun(frame) {
    if (!this.#isOurs(frame)) {
      if (isStale(this.#overview)) this.#held.push(frame);
      return;
    }
    if (frame.event_type === MESSAGE_DELTA) return this.#write(frame);
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
    const before = this.#announced;
    return () => {
      this.#texts.adopt();
      this.#clocks.adopt();
      putBack();
      if (hadFocus && document.activeElement === document.body) hook(this.#root, "dock").focus({ preventScroll: true });
      this.#announce(before);
      for (const frame of this.#held.splice(0)) this.handle(frame);
    };
  }

  /** What is announced when it changes: the plan’s status as a sentence, and who wrote the last message. */
  get #announced() {
    const { spoken } = this.#overview.dataset;
    const last = [...this.#root.querySelectorAll("[data-plan-message]")].at(-1);
    return { spoken, last: last?.id, agent: last?.querySelector("[data-agent]")?.textContent };
  }

  #announce(before) {
    const { spoken, last, agent } = this.#announced;
    if (last !== before.last && agent) this.#announcer.say(say("New message from {agent}.", { agent }));
    if (spoken !== before.spoken) this.#announcer.say(spoken);
  }
}
