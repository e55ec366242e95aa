import { Actions } from "../live/actions.js";
import { Announcer } from "../chat/announcer.js";
import { ConnectionView } from "../chat/connection.js";
import { hook } from "../site/dom.js";
import { Controls } from "./controls.js";
import { Loader, replaceParts } from "./loading.js";
import { Reader } from "./reader.js";
import { Texts } from "../live/texts.js";

const SPOKEN = 200; // characters of a message
const GAP_PAUSE = 250; // milliseconds; the server stores the text twice a second

/**
 * A plan's page. Its events say what has happened; the server draws how things stand then, so that each is
 * shown once, and alike in every tab. Only the text that agents write is drawn here, piece by piece.
 */
export class PlanPage {
  #root;
  #planId;
  #announcer;
  #reader;
  #texts;
  #loader;
  #held = []; // events of runs that may turn out to be the plan's, once the page is loaded

  constructor(root) {
    this.#root = root;
    this.#planId = root.dataset.planId;
    // What a form has answered stands at the form's address, where there is nothing to load.
    if (location.pathname !== root.dataset.url) history.replaceState(null, "", root.dataset.url);
    this.#announcer = new Announcer(root);
    this.connection = new ConnectionView(root);
    this.#reader = new Reader(root);
    this.#texts = new Texts(root);
    this.#loader = new Loader((page) => this.#show(page));
    new Controls(root, (page) => this.#answered(page));
    new Actions(root, this.#announcer);
  }

  handle(frame) {
    if (frame.result?.plan_id === this.#planId) {
      this.#announce(frame);
      this.#loader.later();
    } else if (frame.run_id) this.#handleRun(frame);
  }

  /** What came before cannot be completed: the page as it is now has it all. */
  reset() {
    this.#loader.later(0);
  }

  #handleRun(frame) {
    if (!this.#isOurs(frame)) {
      if (this.#loader.isBusy) this.#held.push(frame);
      return;
    }
    if (frame.event_type === "message_delta") return this.#write(frame);
    if (frame.event_type === "approval_requested") this.#announcer.warn(`${frame.message} This waits for you.`);
    this.#loader.later();
  }

  #write(frame) {
    this.#reader.during(() => {
      if (!this.#texts.write(frame)) this.#loader.later(GAP_PAUSE);
    });
  }

  #isOurs({ run_id: id }) {
    return hook(this.#root, 'live="overview"').dataset.runs.split(" ").includes(id);
  }

  /** The answer to a form may be older than what events have brought since. */
  #answered(page) {
    this.#show(page);
    this.#loader.later();
  }

  #show(page) {
    const hadFocus = document.activeElement !== document.body;
    let isWhole = true;
    this.#reader.during(() => {
      replaceParts(this.#root, page);
      isWhole = this.#texts.adopt().length === 0;
    });
    if (!isWhole) this.#loader.later(GAP_PAUSE);
    document.title = page.title;
    if (hadFocus && document.activeElement === document.body) hook(this.#root, "dock").focus({ preventScroll: true });
    for (const frame of this.#held.splice(0)) this.handle(frame);
  }

  #announce({ event_type: type, message, result }) {
    const text = message.slice(0, SPOKEN);
    this.#announcer.say(type === "agent_message" ? `${result.agent_name}: ${text}` : text);
  }
}
