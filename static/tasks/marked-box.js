import { change, moved, untouched } from "./ranges.js";

/**
 * A text box with highlighted ranges. They are drawn in a copy behind the text, so that nothing moves while somebody
 * types. A click on a mark, or Backspace after it, makes that range plain. `onChange()` is called after each change of
 * the text or of the plain ranges.
 */
export class MarkedBox {
  #field;
  #copy = document.createElement("div");
  #onChange;
  #text = "";
  #marks = []; // { start, end }, in order
  #plain = []; // { start, end }

  /** @param {HTMLTextAreaElement} field */
  constructor(field, onChange) {
    this.#onChange = onChange;
    this.#field = field;
    this.#copy.className = "marked-copy";
    this.#copy.ariaHidden = "true";
    this.#field.before(this.#copy);
    this.#field.addEventListener("input", () => this.#edited());
    this.#field.addEventListener("beforeinput", (event) => this.#deletes(event));
    this.#field.addEventListener("click", (event) => this.#clicked(event));
    this.set(this.#field.value);
  }

  get field() {
    return this.#field;
  }

  get text() {
    return this.#text;
  }

  get plain() {
    return this.#plain;
  }

  set(text, plain = []) {
    this.#field.value = this.#text = text;
    this.#plain = plain;
    this.mark([]);
  }

  /** Put lines back before what has been typed since. */
  prepend(text, plain) {
    if (!this.#text) return this.set(text, plain);
    const by = text.length + 1;
    const typed = this.#plain.map(({ start, end }) => ({ start: start + by, end: end + by }));
    this.set(`${text}\n${this.#text}`, [...plain, ...typed]);
  }

  mark(marks) {
    this.#marks = marks;
    const pieces = [];
    let at = 0;
    for (const { start, end } of marks) {
      const mark = document.createElement("mark");
      mark.textContent = this.#text.slice(start, end);
      pieces.push(this.#text.slice(at, start), mark);
      at = end;
    }
    // A line break at the end has no height unless something follows it.
    this.#copy.replaceChildren(...pieces, `${this.#text.slice(at)}\u200b`);
  }

  makePlain(places) {
    this.#plain = [...this.#plain, ...places];
    this.mark(this.#marks.filter((mark) => !places.some(({ start, end }) => start < mark.end && end > mark.start)));
    this.#onChange();
  }

  #edited() {
    const edit = change(this.#text, this.#field.value);
    this.#text = this.#field.value;
    this.#plain = moved(this.#plain, edit);
    this.mark(moved(untouched(this.#marks, edit), edit));
    this.#onChange();
  }

  #deletes(event) {
    const { selectionStart, selectionEnd } = this.#field;
    if (event.inputType !== "deleteContentBackward" || selectionStart !== selectionEnd || event.isComposing) return;
    const mark = this.#marks.find(({ end }) => end === selectionStart);
    if (!mark) return;
    event.preventDefault();
    this.makePlain([mark]);
  }

  #clicked({ clientX, clientY }) {
    const { selectionStart, selectionEnd } = this.#field;
    if (selectionStart !== selectionEnd) return; // words were selected
    const hit = document.elementsFromPoint(clientX, clientY).find((element) => element.parentElement === this.#copy);
    const index = [...this.#copy.children].indexOf(hit);
    if (index >= 0) this.makePlain([this.#marks[index]]);
  }
}
