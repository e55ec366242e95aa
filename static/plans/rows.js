import { hook, say, setText } from "../site/dom.js";

/** Moves, removes and adds steps in the form of a plan; without a script the server does that. */
export class Rows {
  #root;
  #list;
  #limit;

  constructor(root) {
    this.#root = root;
    this.#list = hook(root, "rows");
    this.#limit = Number(root.dataset.limit);
    // Hidden fields for dependencies that cannot be offered; they are for pages without a script.
    for (const kept of this.#list.querySelectorAll("[data-kept]")) kept.remove();
    hook(root, "edit-form").addEventListener("click", (event) => this.#clicked(event));
    this.#list.addEventListener("input", ({ target }) => "stepTitle" in target.dataset && this.#arrange());
    this.#arrange();
  }

  get #rows() {
    return [...this.#list.children];
  }

  #clicked(event) {
    const button = event.target.closest("[data-do]");
    if (!button) return;
    event.preventDefault();
    const row = button.closest("[data-row]");
    this.#do(button.dataset.do, row);
    this.#arrange();
    this.#tell(button.dataset.do, row);
    if (row?.contains(button) && row.isConnected) focusOn(button, row);
  }

  #do(action, row) {
    if (action === "up") row.previousElementSibling?.before(row);
    else if (action === "down") row.nextElementSibling?.after(row);
    else if (action === "remove") this.#remove(row);
    else this.#add();
  }

  #remove(row) {
    const next = row.nextElementSibling ?? row.previousElementSibling;
    row.remove();
    const field = next ? hook(next, "step-title") : hook(this.#root, 'do="add"');
    field.focus();
  }

  #add() {
    const keys = this.#rows.map(({ dataset }) => Number(dataset.row) || 0);
    const key = `${Math.max(0, ...keys) + 1}`;
    const row = document.getElementById("template-edit-row").content.firstElementChild.cloneNode(true);
    for (const element of [row, ...row.querySelectorAll("*")]) {
      for (const attribute of element.attributes) attribute.value = attribute.value.replace("KEY", key);
    }
    this.#list.append(row);
    hook(row, "step-title").focus();
  }

  /** Update numbers, accessible names, and the steps that each step may depend on. */
  #arrange() {
    const rows = this.#rows;
    rows.forEach((row, index) => {
      const position = index + 1;
      setText(hook(row, "position"), `${position}`);
      for (const [action, words] of [["up", say("Move step {position} up", { position })], ["down", say("Move step {position} down", { position })], ["remove", say("Remove step {position}", { position })]]) {
        setText(hook(row, `do="${action}"`).querySelector(".hidden-visually"), words);
      }
      this.#arrangeNeeds(row, rows, index);
    });
    hook(this.#root, 'do="add"').disabled = rows.length >= this.#limit;
  }

  #arrangeNeeds(row, rows, index) {
    const box = hook(row, "needs");
    const known = new Map([...box.querySelectorAll("[data-need]")].map((need) => [need.dataset.need, need]));
    for (const [place, other] of rows.entries()) {
      if (other === row) continue;
      const key = other.dataset.row;
      const need = known.get(key) ?? newNeed(row.dataset.row, key);
      known.delete(key);
      // A step cannot depend on a later one; if it is moved back, its box is checked as before.
      need.hidden = need.querySelector("input").disabled = place > index;
      setText(hook(need, "need-position"), `${place + 1}`);
      setText(hook(need, "need-title"), hook(other, "step-title").value || say("Untitled"));
      hook(box, "no-needs").before(need);
    }
    for (const gone of known.values()) gone.remove();
    hook(box, "no-needs").hidden = index > 0;
  }

  #tell(action, row) {
    const place = this.#rows.indexOf(row) + 1;
    const words = { up: say("Moved to place {place}", { place }), down: say("Moved to place {place}", { place }), remove: say("Removed"), add: say("Added a step at the end") };
    hook(this.#root, "edit-status").textContent = words[action];
  }
}

/** Restore the focus after moving a row; the first and last row lack one of the buttons. */
function focusOn(button, row) {
  const isThere = getComputedStyle(button).visibility === "visible";
  (isThere ? button : hook(row, "step-title")).focus();
}

function newNeed(row, key) {
  const need = document.getElementById("template-edit-need").content.firstElementChild.cloneNode(true);
  need.dataset.need = key;
  const box = need.querySelector("input");
  box.name = `needs-${row}`;
  box.value = key;
  return need;
}
