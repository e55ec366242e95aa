import { isStale, refresh } from "../live/parts.js";
import { hook, say } from "../site/dom.js";

const COMMAND = /^\/\S*$/;
const TASK_OR_TAG = /(?:^|\s)(#[^\s#][^#\n]{0,30}|#)$/;

/**
 * A list above the message box, drawn by the server: commands after "/" in an empty box, tasks and tags after "#". The
 * focus stays in the box, which names the chosen option (aria-activedescendant); it keeps its role, a text box.
 */
export class Completions {
  #root;
  #field;
  #address;
  #insert;
  #announce;
  #word = ""; // what is completed, up to the caret; "" while the list is closed
  #dismissed = "";
  #isEntered = false; // Enter was pressed before the list for the word was drawn
  #picked = ""; // the name of the option that was chosen by an arrow key, since the word last changed

  /** `insert(text, caret)` replaces the text of the box; `announce(text)` tells a screen reader. */
  constructor(root, { insert, announce }) {
    this.#root = root;
    this.#announce = announce;
    this.#field = root.querySelector("#message");
    this.#address = this.#list.getAttribute("hx-get");
    this.#insert = insert;
    this.#field.addEventListener("blur", () => this.#close());
    this.#field.addEventListener("keydown", (event) => this.#pressed(event), { capture: true });
    const dock = this.#list.parentElement;
    dock.addEventListener("htmx:after:swap", () => this.#drawn());
    dock.addEventListener("pointerdown", (event) => event.target.closest("[data-completions]") && event.preventDefault());
    dock.addEventListener("click", (event) => this.#clicked(event));
  }

  get #list() {
    return hook(this.#root, "completions");
  }

  get #options() {
    return [...this.#list.querySelectorAll("[role=option]")];
  }

  get #chosen() {
    return this.#list.querySelector('[aria-selected="true"]');
  }

  /** The text of the box has changed. */
  changed() {
    const before = this.#field.value.slice(0, this.#field.selectionStart);
    const word = COMMAND.exec(this.#field.value)?.[0] ?? TASK_OR_TAG.exec(before)?.[1] ?? "";
    this.#isEntered = false;
    // A space after a command is as good as Enter.
    const isCommand = before === `${this.#word} ` && this.#chosen && nameOf(this.#chosen) === this.#word;
    if (isCommand) return this.#chosen.click();
    if (word === "" || word === this.#dismissed) return this.#close();
    this.#dismissed = this.#picked = "";
    this.#word = word;
    const query = new URLSearchParams({ q: word, chat: this.#root.dataset.conversationId });
    this.#list.setAttribute("hx-get", `${this.#address}?${query}`);
    htmx.process(this.#list);
    refresh(this.#list);
  }

  /** Do what the box says, which may be ahead of the list; what is no command is sent. */
  carryOut() {
    if (this.#word && isStale(this.#list)) this.#isEntered = true;
    else if (this.#word && this.#chosen) this.#chosen.click();
    else this.#field.form.requestSubmit();
  }

  #drawn() {
    const { length } = this.#options;
    this.#list.hidden = this.#word === "" || length === 0;
    if (this.#list.hidden) this.#choose(null);
    else this.#show();
    if (this.#isEntered) this.carryOut();
  }

  #show() {
    const { length } = this.#options;
    if (!this.#field.hasAttribute("aria-controls")) this.#announce(say("Completions: {count}", { count: length }));
    this.#field.setAttribute("aria-controls", this.#list.id);
    this.#field.setAttribute("aria-autocomplete", "list");
    const picked = this.#options.find((option) => nameOf(option) === this.#picked);
    // Enter has to send a message that has a number or a tag, even if there are others to choose from.
    this.#choose(picked ?? (this.#word.startsWith("/") ? this.#options[0] : null));
  }

  #pressed(event) {
    const isLate = this.#word !== "" && isStale(this.#list); // what is drawn is for an earlier word
    if ((this.#list.hidden && !isLate) || event.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") this.#dismiss();
    else if (event.key === "Enter" && this.#chosen && !isLate) this.#chosen.click();
    else if (!step && event.key !== "Tab") return;
    else if (!isLate) step ? this.#move(step) : (this.#chosen ?? this.#options[0]).click();
    event.preventDefault();
    event.stopPropagation();
  }

  #move(step) {
    const all = this.#options;
    const from = this.#chosen ? all.indexOf(this.#chosen) : step > 0 ? -1 : 0;
    const next = all[(from + step + all.length) % all.length];
    this.#picked = nameOf(next);
    this.#choose(next);
  }

  #choose(option) {
    for (const one of this.#options) one.ariaSelected = `${one === option}`;
    if (!option) return this.#field.removeAttribute("aria-activedescendant");
    this.#field.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  #clicked(event) {
    const option = event.target.closest("[data-completions] [role=option]");
    if (!option) return;
    const { selectionStart: caret, value } = this.#field;
    const start = value.slice(0, caret).lastIndexOf(this.#word);
    const { kind } = option.dataset;
    const inserted = kind === "insert" ? option.value : "";
    this.#insert(value.slice(0, start) + inserted + value.slice(caret), start + inserted.length);
    this.#close();
    if (kind === "search") document.querySelector("[data-open-palette]")?.click();
  }

  #dismiss() {
    this.#dismissed = this.#word;
    this.#close();
  }

  #close() {
    this.#word = "";
    this.#list.hidden = true;
    this.#choose(null);
    for (const name of ["aria-controls", "aria-autocomplete"]) this.#field.removeAttribute(name);
  }
}

function nameOf(option) {
  return option.firstElementChild.textContent;
}
