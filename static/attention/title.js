import { AGENT_DONE, RUN_FAILED } from "../streaming/events.js";
import { Later } from "../site/later.js";
import { say } from "../site/dom.js";

const WAITING = say("Waiting for you");

/**
 * What a person sees of a tab that they do not look at: its title and its icon. They say whether something waits for a
 * decision, how many answers came while the tab was hidden, and whether the agent is working. An installed app has the
 * number of chats that want attention on its icon.
 */
export class Title {
  #name;
  #list;
  #isWaiting = false; // the page, whatever the chats do
  #unread = 0;
  #icon = new Later(() => import("./icon.js"));

  /** `list`: the `ConversationList`. Call `draw()` when it was drawn. */
  constructor(name, list) {
    this.#name = name;
    this.#list = list;
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") this.#count(0);
    });
    this.draw();
  }

  rename(name) {
    this.#name = name;
    this.draw();
  }

  /** Take the page's name from a title that the server has drawn. */
  adopt(title) {
    this.#isWaiting = title.startsWith(WAITING);
    this.rename(title.replace(`${WAITING} · `, "").replace(/ · Lockstep$/, ""));
  }

  handle({ event_type: type, conversation_id: id, result }) {
    const isAnswer = type === AGENT_DONE && !result.client;
    const isWorthReading = (isAnswer || type === RUN_FAILED) && this.#list.isChat(id);
    if (isWorthReading && document.visibilityState === "hidden") this.#count(this.#unread + 1);
  }

  draw() {
    const { isWorking, attentionCount } = this.#list;
    const isAsking = this.#isWaiting || this.#list.isAsking;
    const name = [isAsking ? WAITING : "", this.#name, "Lockstep"].filter(Boolean).join(" · ");
    document.title = this.#unread ? `(${this.#unread}) ${name}` : name;
    const state = isAsking ? "waiting" : this.#unread ? "done" : isWorking ? "working" : "";
    if (state) this.#icon.use(({ showIcon }) => showIcon(state));
    else this.#icon.tell(({ showIcon }) => showIcon(""));
    if (attentionCount) navigator.setAppBadge?.(attentionCount);
    else navigator.clearAppBadge?.();
  }

  #count(unread) {
    this.#unread = unread;
    this.draw();
  }
}
