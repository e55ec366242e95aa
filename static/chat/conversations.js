import { confirmDeletion } from "../site/dialogs.js";
import { NO_ANSWER, SLOW, problem, request } from "../site/api.js";
import { addressOf, clone, hook, setText } from "../site/dom.js";

const BADGE_WORDS = { active: "(working)", asking: "(waiting for you)", unread: "(new answer)" };
const LAST_EVENTS = new Set(["agent_done", "run_failed", "run_cancelled"]);
const TURNING_POINTS = new Set([...LAST_EVENTS, "run_queued", "agent_thinking", "approval_requested", "approval_resolved"]);
const UNTITLED = "New chat";

/** The list of chats: newest on top, with what goes on in those that are not open here. */
export class ConversationList {
  #root;
  #list;
  #announcer;
  #current;

  constructor(root, { current, announcer }) {
    this.#root = root;
    this.#list = hook(root, "conversations");
    this.#announcer = announcer;
    this.#current = current;
    this.#list.addEventListener("click", (event) => this.#clicked(event));
  }

  handle(frame) {
    const { event_type: type, conversation_id: id, result } = frame;
    if (type === "conversation_updated") this.#upsert(id, result);
    else if (type === "conversation_deleted") this.#remove(id);
    else if (TURNING_POINTS.has(type) && this.#item(id)) this.#follow(this.#item(id), frame);
  }

  /** Does a run in one of the chats wait for a person's decision? */
  get isAsking() {
    return this.#list.querySelector('[data-badge="asking"]') !== null;
  }

  /** `data-runs` are the active runs of a chat, `data-asking` those of them that wait for a person. */
  #follow(item, { event_type: type, run_id: run }) {
    const runs = idsIn(item.dataset.runs);
    const asking = idsIn(item.dataset.asking);
    const hasEnded = LAST_EVENTS.has(type);
    if (hasEnded) runs.delete(run);
    else if (type === "run_queued" || type === "agent_thinking") runs.add(run);
    item.dataset.runs = [...runs].join(" ");
    if (type === "approval_requested") asking.add(run);
    else if (hasEnded || type === "approval_resolved") asking.delete(run);
    item.dataset.asking = [...asking].join(" ");
    const isOpen = item.dataset.conversationId === this.#current;
    const isNews = !isOpen && (type === "agent_done" || type === "run_failed");
    this.#badge(item, asking.size ? "asking" : runs.size ? "active" : isNews ? "unread" : null);
  }

  open(id) {
    this.#current = id;
    for (const item of this.#list.children) {
      const isCurrent = item.dataset.conversationId === id;
      item.toggleAttribute("data-current", isCurrent);
      if (isCurrent) item.querySelector("a").setAttribute("aria-current", "page");
      else item.querySelector("a").removeAttribute("aria-current");
    }
  }

  has(id) {
    return this.#item(id) !== null;
  }

  titleOf(id) {
    const item = this.#item(id);
    return item ? hook(item, "title").textContent : "";
  }

  replace(list) {
    this.#list.replaceChildren(...list.children);
    this.open(this.#current);
    this.#drawEmpty();
  }

  #item(id) {
    return this.#list.querySelector(`[data-conversation-id="${id}"]`);
  }

  #upsert(id, { title, updated_at: updatedAt }) {
    const known = this.#item(id);
    const item = known ?? clone("template-conversation", id);
    item.dataset.conversationId = id;
    setText(hook(item, "title"), title || UNTITLED);
    const isNewer = (item.dataset.updatedAt ?? "") < updatedAt;
    item.dataset.updatedAt = updatedAt;
    if (!known || (isNewer && this.#list.firstElementChild !== item && !item.contains(document.activeElement))) this.#list.prepend(item);
    if (id === this.#current) this.open(id);
    this.#drawEmpty();
  }

  #remove(id) {
    const item = this.#item(id);
    if (!item) return;
    const hadFocus = item.contains(document.activeElement);
    const next = item.nextElementSibling ?? item.previousElementSibling;
    item.remove();
    if (hadFocus) (next?.querySelector("a") ?? hook(this.#root, "new-chat")).focus();
    this.#drawEmpty();
  }

  #badge(item, badge) {
    if (badge) item.dataset.badge = badge;
    else delete item.dataset.badge;
    setText(hook(item, "badge-text"), BADGE_WORDS[badge] ?? "");
  }

  #drawEmpty() {
    hook(this.#root, "no-conversations").hidden = this.#list.childElementCount > 0;
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

function idsIn(text = "") {
  return new Set(text.split(" ").filter(Boolean));
}
