import { EventStream } from "../streaming/event-stream.js";
import { MINUTE } from "../site/dates.js";
import { startChanges } from "./changes.js";
import { drawDue } from "./row.js";

const PAUSE = 120; // milliseconds; a burst of events is one reload of the list

const root = document.querySelector("[data-tasks-page]");
const { socketUrl, eventsUrl, cursor } = root.dataset;
let timer = null;

/** Which tasks pass the filters is the server's to say: its list is fetched again and put in place. */
async function refresh() {
  timer = null;
  const response = await fetch(location.href, { credentials: "same-origin" }).catch(() => null);
  if (!response?.ok || response.redirected) return;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  for (const part of root.querySelectorAll("[data-live]")) {
    const fresh = page.querySelector(`[data-live="${part.dataset.live}"]`);
    if (!fresh) continue;
    const place = placeOfFocus(part);
    part.replaceChildren(...fresh.childNodes);
    place?.();
  }
}

/** A function that puts the focus back where it was, if the same task is still there. */
function placeOfFocus(part) {
  if (!part.contains(document.activeElement)) return null;
  const row = document.activeElement.closest("[data-task-id]");
  if (!row) return placeOfLink(part);
  const controls = [...row.querySelectorAll("a, button")];
  const index = controls.indexOf(document.activeElement);
  const position = [...row.parentElement.children].indexOf(row);
  return () => {
    const rows = [...part.querySelectorAll("[data-task-id]")];
    const same = rows.find(({ dataset }) => dataset.taskId === row.dataset.taskId) ?? rows[Math.min(position, rows.length - 1)];
    same?.querySelectorAll("a, button")[index]?.focus();
  };
}

function placeOfLink(part) {
  const index = [...part.querySelectorAll("a")].indexOf(document.activeElement);
  return () => part.querySelectorAll("a")[index]?.focus();
}

function later() {
  timer ??= setTimeout(refresh, PAUSE);
}

setInterval(() => root.querySelectorAll("[data-task-id]").forEach(drawDue), MINUTE);

startChanges(root, (text) => {
  const line = root.querySelector("[data-task-error]");
  if (line) line.textContent = text;
});

new EventStream({
  socketUrl,
  eventsUrl,
  cursor,
  onEvent: ({ event_type: type }) => /^tasks?_/.test(type) && later(),
  onReset: later,
}).start();
