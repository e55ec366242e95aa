import { post } from "../live/forms.js";
import { hook, say, setText } from "../site/dom.js";
import { refresh } from "../live/parts.js";
import { formOf } from "./body.js";
import { editTitle } from "./renaming.js";

const NARROW = "(width < 40rem)";
const GAP = 4; // pixels

/** The popover, which the server draws. Rejects if it cannot be had now. */
export async function loadPopover(root, actions) {
  const response = await fetch("/fragments/task-popover/", { credentials: "same-origin" });
  if (!response.ok || response.redirected) throw new Error(`The popover answers ${response.status}`);
  root.insertAdjacentHTML("beforeend", await response.text());
  const popover = hook(root, "task-popover");
  htmx.process(popover);
  const sheet = popover.querySelector("link");
  if (!sheet.sheet) await new Promise((resolve) => ["load", "error"].forEach((type) => sheet.addEventListener(type, resolve, { once: true })));
  return new TaskPopover(popover, actions);
}

/** Sets the day, the priority and the list of one task, beside its row; on phones, at the bottom. */
class TaskPopover {
  #popover;
  #say;
  #row = null;

  /** `tell(text)` shows an error; `offer(word, title, address)` offers to undo. */
  constructor(popover, { tell, offer }) {
    this.#popover = popover;
    this.#say = { tell, offer };
    popover.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#set(event.submitter);
    });
    popover.addEventListener("click", ({ target }) => {
      if (!target.matches("[data-rename]")) return;
      popover.hidePopover();
      this.rename(this.#row);
    });
    popover.addEventListener("change", ({ target: day }) => day.name === "day" && day.validity.valid && day.value && this.#set(day));
  }

  get #form() {
    return this.#popover.querySelector("form");
  }

  rename(row) {
    editTitle(row, this.#say);
  }

  /** Lists are not as they were. */
  refresh() {
    refresh(this.#popover);
  }

  /** `group` is what gets the focus: due, priority or list. */
  open(row, group = "due") {
    const popover = this.#popover;
    this.#row = row;
    const { task, day } = this.#form.elements;
    task.value = row.dataset.task;
    day.value = hook(row, "due-at")?.dataset.dueDay ?? "";
    setText(hook(popover, "popover-title"), hook(row, "title").textContent);
    hook(popover, "all-fields").href = hook(row, "title").href;
    mark(popover, "priority", hook(row, "priority")?.dataset.priority ?? "medium");
    const source = hook(row, "change") ?? hook(row, "title"); // rows beside the chat have no button for it
    mark(popover, "list", row.dataset.list ?? "inbox");
    popover.showPopover({ source });
    place(popover, source);
    const buttons = [...popover.querySelectorAll(`[data-set="${group}"] button`)];
    (buttons.find((button) => button.ariaPressed === "true") ?? buttons[0]).focus();
  }

  /** Set what a control says: drawn at once, and drawn back if it is refused. */
  async #set(control) {
    const row = this.#row;
    const body = formOf({ task: row.dataset.task, [control.name]: control.value });
    this.#popover.hidePopover();
    const drawBack = draw(row, control.name, control);
    const response = await post(body, null, this.#say.tell, this.#form.action);
    if (!response) return drawBack();
    const { undo_url: address } = await response.json();
    if (address) this.#say.offer(say("Changed:"), hook(row, "title").textContent, address);
  }
}

/** Says which button is the present value. */
function mark(popover, name, value) {
  for (const button of popover.querySelectorAll(`[name="${name}"]`)) button.ariaPressed = `${button.value === value}`;
}

/** Beside its button, and above it where there is no room below. */
function place(popover, source) {
  popover.style.removeProperty("inset");
  if (matchMedia(NARROW).matches) return;
  const at = source.getBoundingClientRect();
  const { width, height } = popover.getBoundingClientRect();
  const below = at.bottom + GAP + height <= innerHeight;
  const top = below ? at.bottom + GAP : Math.max(GAP, at.top - GAP - height);
  const left = Math.min(Math.max(GAP, at.right - width), innerWidth - width - GAP);
  popover.style.setProperty("inset", `${top}px auto auto ${left}px`);
}

/** Draws a row's new value until the server does; returns a function that draws the old ones again. */
function draw(row, name, control) {
  const main = row.querySelector(".task-main");
  const before = main.querySelector(".task-meta");
  const meta = before?.cloneNode(true) ?? Object.assign(document.createElement("div"), { className: "task-meta" });
  const part = { day: "due" }[name] ?? name;
  const [selector, usual] = { due: [".task-due", "none"], priority: [".task-priority", "medium"], list: [".task-list-name", "inbox"] }[part];
  const shown = meta.querySelector(selector);
  const text = name === "day" ? new Date(`${control.value}T12:00`).toLocaleDateString(document.documentElement.lang, { day: "numeric", month: "short" }) : control.textContent;
  const value = Object.assign(document.createElement("span"), { className: selector.slice(1), textContent: text });
  if (control.value === usual) shown?.remove();
  else if (shown) shown.replaceWith(value);
  else meta.prepend(value);
  if (before) before.replaceWith(meta);
  else main.append(meta);
  return () => (before ? meta.replaceWith(before) : meta.remove());
}
