import { addChatActions, idOf } from "../site/chat-actions.js";
import { NO_ANSWER, SLOW, problem, request } from "../site/api.js";
import { aroundSwaps, isStale, refresh, refreshAfterOuter } from "../live/parts.js";
import { hook } from "../site/dom.js";
import { AGENT_DONE, APPROVAL_REQUESTED, APPROVAL_RESOLVED, CONVERSATION_DELETED, CONVERSATION_READ, CONVERSATION_RESTORED, CONVERSATION_UPDATED, RUN_CANCELLED, RUN_FAILED, RUN_QUEUED } from "../streaming/events.js";

const TURNING_POINTS = new Set([
  CONVERSATION_READ,
  RUN_QUEUED,
  APPROVAL_REQUESTED,
  APPROVAL_RESOLVED,
  AGENT_DONE,
  RUN_FAILED,
  RUN_CANCELLED,
]);

/** The list of chats in groups, with the state of their runs. */
export class ConversationList {
  #root;
  #list;
  #current;
  #onDrawn;
  #onProblem;
  #deleted = new Set();
  #titles = new Map(); // by id, of chats whose entries may not be drawn yet

  /** `onProblem(text)`: why a chat could not be changed; "" when that is over. */
  constructor(root, { current, onDrawn = () => {}, onProblem }) {
    this.#root = root;
    this.#list = hook(root, "conversations");
    this.#onProblem = onProblem;
    this.#current = current;
    this.#onDrawn = onDrawn;
    // The list, one of its entries, or the log, whose response includes the list.
    aroundSwaps(root, (part) => (this.#list.contains(part) || part.hasAttribute("hx-select-oob") ? () => this.#draw() : undefined));
    this.#list.addEventListener("click", (event) => this.clicked(event));
  }

  handle({ event_type: type, conversation_id: id, result }) {
    if (type === CONVERSATION_UPDATED) this.#titles.set(id, result.title);
    if (type === CONVERSATION_DELETED) this.#remove(id);
    else if (type === CONVERSATION_UPDATED || type === CONVERSATION_RESTORED) this.#restore(id);
    else if (TURNING_POINTS.has(type)) this.refresh(id);
  }

  /** Fetch the entry of a chat. */
  refresh(id) {
    const item = this.#item(id);
    if (item) this.#redraw(item);
    // A new chat, whose entry is being fetched as it was before this event.
    else if (isStale(this.#list)) refresh(this.#list);
  }

  #restore(id) {
    this.#deleted.delete(id);
    refresh(this.#list);
  }

  /** Does a run in one of the chats wait for a person's decision? */
  get isAsking() {
    return this.#list.querySelector('[data-badge="asking"]') !== null;
  }

  get isWorking() {
    return this.#list.querySelector('[data-badge="active"]') !== null;
  }

  /** How many chats are unread or wait for a decision. */
  get attentionCount() {
    return this.#list.querySelectorAll('[data-unread], [data-badge="asking"]').length;
  }

  #redraw(item) {
    if (!item.hasAttribute("hx-get")) {
      item.setAttribute("hx-get", `/fragments/chats/${idOf(item)}/`);
      htmx.process(item);
    }
    if (isStale(this.#list)) refreshAfterOuter(item);
    else refresh(item);
  }

  #draw() {
    for (const id of this.#deleted) this.#item(id)?.remove(); // a list that was requested earlier still has it
    this.open(this.#current);
    addChatActions(this.#list);
    this.#onDrawn();
  }

  open(id) {
    this.#current = id;
    for (const item of this.#list.querySelectorAll("li")) {
      const isCurrent = idOf(item) === id;
      item.toggleAttribute("data-current", isCurrent);
      if (isCurrent) item.querySelector("a")?.setAttribute("aria-current", "page");
      else item.querySelector("a")?.removeAttribute("aria-current");
    }
  }

  has(id) {
    return this.#item(id) !== null;
  }

  /** Is it a chat, and no conversation of a plan? */
  isChat(id) {
    return this.has(id) || this.#titles.has(id);
  }

  titleOf(id) {
    const item = this.#item(id);
    return item ? nameOf(item) : (this.#titles.get(id) ?? "");
  }

  #item(id) {
    return document.getElementById(`chat-${id}`)?.closest("li") ?? null;
  }

  #remove(id) {
    this.#deleted.add(id);
    const item = this.#item(id);
    if (!item) return;
    const hadFocus = item.contains(document.activeElement);
    const next = item.nextElementSibling ?? item.previousElementSibling;
    item.remove();
    if (hadFocus) (next?.querySelector("a") ?? hook(this.#root, "new-chat")).focus();
    this.#draw();
    refresh(this.#list);
  }

  /** A click on what pins, renames or deletes a chat: in its entry, or in the menu of the open chat. */
  clicked(event) {
    const link = event.target.closest("[data-pin], [data-rename], [data-delete]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const item = link.closest("li");
    const id = item ? idOf(item) : this.#current;
    if ("pin" in link.dataset) this.#send("PATCH", id, { is_pinned: link.value !== "" });
    else if ("rename" in link.dataset) this.#rename(id, item, link);
    else this.#send("DELETE", id);
  }

  async #rename(id, item, link) {
    const { editName } = await import("./renaming.js").catch(() => ({ editName: () => location.assign(link.href) }));
    editName(item ? linkOf(item) : hook(this.#root, "chat-title"), this.titleOf(id), {
      back: link.closest("details")?.firstElementChild,
      save: (title) => this.#send("PATCH", id, { title }),
      done: () => item && this.#redraw(item), // events in the meantime
    });
  }

  /** The list changes with the event that follows, as in every other tab. */
  async #send(method, id, body) {
    const wish = { onSlow: () => this.#onProblem(SLOW) };
    const answer = await request(method, `/api/conversations/${id}/`, body, wish).catch(() => null);
    this.#onProblem(answer?.ok ? "" : answer ? problem(answer) : NO_ANSWER);
  }
}

function linkOf(item) {
  return item.querySelector("a");
}

/** The title, without the state. */
function nameOf(item) {
  return linkOf(item).firstChild.data;
}
