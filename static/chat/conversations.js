import { confirmDeletion } from "../site/dialogs.js";
import { NO_ANSWER, SLOW, problem, request } from "../site/api.js";
import { aroundSwaps, refresh } from "../live/parts.js";
import { addressOf, hook, setText } from "../site/dom.js";

const TURNING_POINTS = new Set([
  "conversation_updated",
  "run_queued",
  "agent_thinking",
  "approval_requested",
  "approval_resolved",
  "agent_done",
  "run_failed",
  "run_cancelled",
]);

/** The list of chats: newest on top, with what goes on in those that are not open here. */
export class ConversationList {
  #root;
  #list;
  #announcer;
  #current;
  #onDrawn;

  constructor(root, { current, announcer, onDrawn }) {
    this.#root = root;
    this.#list = hook(root, "conversations");
    this.#announcer = announcer;
    this.#current = current;
    this.#onDrawn = onDrawn;
    aroundSwaps(root, () => () => this.#draw());
    this.#list.addEventListener("click", (event) => this.#clicked(event));
  }

  handle({ event_type: type, conversation_id: id, result }) {
    if (type === "conversation_deleted") this.#remove(id);
    else if (type === "conversation_updated" && !this.#item(id)) this.#add(id, result.title);
    else if (TURNING_POINTS.has(type) && this.#item(id)) this.#refresh(id, { type, result });
  }

  /** Does a run in one of the chats wait for a person's decision? */
  get isAsking() {
    return this.#list.querySelector('[data-badge="asking"]') !== null;
  }

  #refresh(id, { type, result }) {
    const item = this.#item(id);
    if (type === "agent_done" || type === "run_failed") item.toggleAttribute("data-unread", id !== this.#current);
    if (type === "conversation_updated") this.#moveUp(item, result.updated_at);
    refresh(item);
  }

  /** A chat that was started here or elsewhere comes first: its title at once, the rest when it is drawn. */
  #add(id, title) {
    const item = document.createElement("li");
    item.className = "conversation";
    item.dataset.conversationId = id;
    item.setAttribute("hx-get", addressOf(this.#root.dataset.chatFragment, id));
    item.append(document.createElement("span"));
    Object.assign(item.firstElementChild, { className: "conversation-title", textContent: title });
    item.firstElementChild.dataset.title = "";
    this.#list.prepend(item);
    htmx.process(item);
    refresh(item);
    this.#draw();
  }

  #moveUp(item, updatedAt) {
    const isNewer = item.dataset.updatedAt < updatedAt;
    if (isNewer && this.#list.firstElementChild !== item && !item.contains(document.activeElement)) this.#list.prepend(item);
  }

  #draw() {
    this.open(this.#current);
    for (const item of this.#list.querySelectorAll("[data-unread]:not([data-badge])")) setText(hook(item, "badge-text"), "(new answer)");
    hook(this.#root, "no-conversations").hidden = this.#list.childElementCount > 0;
    this.#onDrawn();
  }

  open(id) {
    this.#current = id;
    for (const item of this.#list.children) {
      const isCurrent = item.dataset.conversationId === id;
      item.toggleAttribute("data-current", isCurrent);
      if (isCurrent) item.querySelector("a")?.setAttribute("aria-current", "page");
      else item.querySelector("a")?.removeAttribute("aria-current");
    }
  }

  has(id) {
    return this.#item(id) !== null;
  }

  titleOf(id) {
    const item = this.#item(id);
    return item ? hook(item, "title").textContent : "";
  }

  #item(id) {
    return this.#list.querySelector(`[data-conversation-id="${id}"]`);
  }

  #remove(id) {
    const item = this.#item(id);
    if (!item) return;
    const hadFocus = item.contains(document.activeElement);
    const next = item.nextElementSibling ?? item.previousElementSibling;
    item.remove();
    if (hadFocus) (next?.querySelector("a") ?? hook(this.#root, "new-chat")).focus();
    this.#draw();
  }

  #clicked(event) {
    const link = event.target.closest("[data-rename], [data-delete]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const item = link.closest("[data-conversation-id]");
    if ("rename" in link.dataset) this.#rename(item);
    else this.#delete(item);
  }

  #rename(item) {
    const link = item.querySelector(".conversation-link");
    const input = document.createElement("input");
    input.className = "input conversation-rename";
    input.value = hook(item, "title").textContent;
    input.maxLength = 255;
    input.setAttribute("aria-label", "Name of this chat");
    link.hidden = true;
    link.before(input);
    input.focus();
    input.select();
    let isOver = false; // taking the field away blurs it once more
    const leave = () => {
      const hadFocus = document.activeElement === input;
      isOver = true;
      input.remove();
      link.hidden = false;
      if (hadFocus) link.focus();
    };
    const save = async () => {
      if (isOver) return;
      const title = input.value.trim();
      leave();
      if (title && title !== hook(item, "title").textContent) await this.#send("PATCH", item, { title });
    };
    input.addEventListener("keydown", (event) => {
      if (event.key === "Escape") leave();
      else if (event.key === "Enter" && !event.isComposing && event.keyCode !== 229) save();
    });
    input.addEventListener("blur", save);
  }

  async #delete(item) {
    const title = hook(item, "title").textContent;
    const isMeant = await confirmDeletion("Delete this chat?", `“${title}” and all its messages are deleted for good. Your tasks stay.`);
    if (isMeant) await this.#send("DELETE", item);
  }

  /** The event that follows changes the list, here as in every other tab. */
  async #send(method, item, body) {
    const url = addressOf(this.#root.dataset.conversationApi, item.dataset.conversationId);
    const wish = { onSlow: () => this.#announcer.tell(SLOW) };
    const answer = await request(method, url, body, wish).catch(() => null);
    this.#announcer.tell(answer?.ok ? "" : answer ? problem(answer) : NO_ANSWER);
  }
}
