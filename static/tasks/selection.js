import { post } from "../live/forms.js";
import { hook, say, setText } from "../site/dom.js";

/** The tasks that are ticked to be changed together, and the bar that does it. */
export class Selection {
  #root;
  #form;
  #offer;
  #last = null; // the box that was changed last, from which a range goes

  /** `offer(word, title, address)` offers to undo what was done. */
  constructor(root, offer) {
    this.#root = root;
    this.#offer = offer;
    this.#form = hook(root, "selection");
    root.addEventListener("click", (event) => event.target.matches("[data-select]") && this.#clicked(event));
    root.addEventListener("change", ({ target }) => {
      if (target.matches("[data-selecting]") && !target.checked) this.clear();
      if (target.form === this.#form && target.value && target.matches("select")) this.#form.requestSubmit();
    });
    this.#form.addEventListener("submit", (event) => this.#submitted(event));
    this.draw();
  }

  /** Select a row, or no longer. */
  toggle(row) {
    const box = hook(row, "select");
    hook(this.#root, "selecting").checked = true;
    box.checked = !box.checked;
    this.#last = box;
    this.draw();
  }

  clear() {
    for (const box of this.#boxes()) box.checked = false;
    this.draw();
  }

  draw() {
    const count = this.#boxes().filter(({ checked }) => checked).length;
    setText(hook(this.#root, "selection-count"), count ? say("{count} selected", { count }) : "");
  }

  #boxes() {
    return [...this.#root.querySelectorAll("[data-select]")];
  }

  #clicked({ target, shiftKey }) {
    const boxes = this.#boxes();
    const [from, to] = [boxes.indexOf(this.#last), boxes.indexOf(target)].sort((one, other) => one - other);
    if (shiftKey && from >= 0) for (const box of boxes.slice(from, to + 1)) box.checked = target.checked;
    this.#last = target;
    this.draw();
  }

  async #submitted(event) {
    event.preventDefault();
    const tell = (text) => setText(hook(this.#root, "frame-problem"), text);
    const response = await post(this.#form, event.submitter, tell);
    if (!response) return;
    this.clear();
    for (const field of this.#form.querySelectorAll("select, #selection-tag")) field.value = "";
    const { said, undo_url: address } = await response.json();
    if (address) this.#offer(said, "", address);
  }
}
