import { watchDates } from "../live/dates.js";
import { post } from "../live/forms.js";
import { follow } from "../live/follow.js";
import { aroundSwaps, hold, refresh } from "../live/parts.js";
import { hook, say, setText } from "../site/dom.js";
import { isTyping } from "../site/shortcuts.js";
import { LIST_EVENTS, TASK_EVENTS } from "../streaming/events.js";
import { formOf } from "./body.js";
import { startChanges } from "./changes.js";
import { startFilters } from "./filters.js";
import { placeOfFocus } from "./focus.js";

/** The board: tasks are dragged to other columns, or moved with Shift and an arrow key. The server draws it. */
const root = document.querySelector("[data-board-page]");
const board = hook(root, "board");
const offer = startChanges(root);
const tell = (text) => setText(hook(root, "frame-problem"), text);
let dragged = null;
let release;

board.addEventListener("dragstart", (event) => {
  dragged = event.target.closest("[data-task]");
  if (!dragged) return;
  dragged.dataset.dragged = "";
  release = hold(board);
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", hook(dragged, "title").textContent);
});
board.addEventListener("dragend", () => {
  delete dragged?.dataset.dragged;
  mark(null);
  dragged = null;
  release?.();
});
board.addEventListener("dragover", (event) => {
  const column = event.target.closest("[data-column]");
  if (!dragged || !column) return;
  event.preventDefault();
  mark(column);
});
board.addEventListener("drop", (event) => {
  const column = event.target.closest("[data-column]");
  if (!dragged || !column) return;
  event.preventDefault();
  move(dragged, column);
});

addEventListener("keydown", (event) => {
  const card = document.activeElement.closest?.("[data-task]");
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (!card || !step || !event.shiftKey || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  event.preventDefault();
  const columns = [...board.querySelectorAll("[data-column]")];
  const isReversed = getComputedStyle(board).direction === "rtl";
  const column = columns[columns.indexOf(card.closest("[data-column]")) + (isReversed ? -step : step)];
  if (column) move(card, column);
});

function mark(column) {
  for (const one of board.querySelectorAll("[data-over]")) if (one !== column) delete one.dataset.over;
  if (column) column.dataset.over = "";
}

/** At once; moved back if it is refused. */
async function move(card, column) {
  const home = card.parentElement;
  const place = card.nextElementSibling;
  if (column.contains(card)) return;
  const focused = card.contains(document.activeElement) ? document.activeElement : null;
  hook(column, "cards").prepend(card);
  focused?.focus();
  card.scrollIntoView({ block: "nearest", inline: "nearest" });
  const body = formOf({ task: card.dataset.task, [board.dataset.board]: column.dataset.column });
  const response = await post(body, null, tell, board.dataset.moveUrl);
  if (!response) {
    if (!home.isConnected || !card.isConnected) return refresh(board); // drawn again in the meantime
    return home.insertBefore(card, place?.isConnected ? place : null);
  }
  const { undo_url: address } = await response.json();
  const name = hook(column, "column-name").textContent;
  if (address) offer(say("Moved to {column}:", { column: name }), hook(card, "title").textContent, address);
}

startFilters(hook(root, "filters"), board);
aroundSwaps(board, () => placeOfFocus(board));
watchDates(board, () => refresh(board));
follow(root, {
  onEvent: ({ event_type: type }) => [...TASK_EVENTS, ...LIST_EVENTS].includes(type) && refresh(board),
  onReset: () => refresh(board),
});
