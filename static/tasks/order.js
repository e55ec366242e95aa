import { post } from "../live/forms.js";
import { hold } from "../live/parts.js";
import { hook, setText } from "../site/dom.js";

/**
 * The person's own order: Alt with an arrow key moves the focused task, and a mouse drags one. The row moves at once; where
 * that is refused, `redraw` draws the list as it is.
 */
export function startOrder(root, list, redraw) {
  const form = hook(root, "moves");
  let dragged = null;
  let release;

  const send = async (row, place, other) => {
    const address = buttonOf(row).formAction;
    if (place === "before") other.before(row);
    else other.after(row);
    const button = Object.assign(document.createElement("button"), { name: place, value: other.dataset.task, hidden: true });
    form.append(button);
    const isDone = await post(form, button, (text) => setText(hook(root, "frame-problem"), text), address);
    button.remove();
    if (!isDone) redraw();
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    step(event.submitter.closest("[data-task]"), event.submitter.dataset.move);
  });

  root.addEventListener("keydown", (event) => {
    if (!event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
    const row = document.activeElement.closest("[data-task]");
    if (!row || !buttonOf(row)) return;
    event.preventDefault();
    step(row, event.key === "ArrowUp" ? "up" : "down");
  });

  function step(row, direction) {
    const other = direction === "up" ? row.previousElementSibling : row.nextElementSibling;
    if (!other) return;
    const focused = document.activeElement;
    send(row, direction === "up" ? "before" : "after", other);
    (focused.checkVisibility() ? focused : hook(row, "title")).focus();
  }

  list.addEventListener("dragstart", (event) => {
    dragged = event.target.closest('[data-task][draggable="true"]');
    if (!dragged) return;
    event.dataTransfer.effectAllowed = "move";
    release = hold(list);
  });

  list.addEventListener("dragover", (event) => {
    const row = event.target.closest("[data-task]");
    if (!dragged || !row || row.parentElement !== dragged.parentElement) return;
    event.preventDefault();
    mark(row === dragged ? null : row, sideOf(row, event));
  });

  list.addEventListener("drop", (event) => {
    const row = event.target.closest("[data-task]");
    if (!dragged || !row || row === dragged || row.parentElement !== dragged.parentElement) return;
    event.preventDefault();
    send(dragged, sideOf(row, event), row);
  });

  list.addEventListener("dragend", () => {
    mark(null);
    dragged = null;
    release?.();
  });

  function mark(row, side) {
    for (const { dataset } of list.querySelectorAll("[data-drop]")) delete dataset.drop;
    if (row) row.dataset.drop = side;
  }
}

function buttonOf(row) {
  return row.querySelector("[data-move]");
}

function sideOf(row, { clientY }) {
  const { top, height } = row.getBoundingClientRect();
  return clientY < top + height / 2 ? "before" : "after";
}
