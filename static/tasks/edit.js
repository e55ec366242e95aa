import { aroundSwaps, refresh as refreshPart } from "../live/parts.js";
import { clone, hook, say, setText } from "../site/dom.js";
import { EventStream } from "../streaming/event-stream.js";
import { TASK_EVENTS } from "../streaming/events.js";
import { startChanges } from "./changes.js";
import { placeOfFocus } from "./focus.js";

const root = document.querySelector("[data-task-edit]");
const form = root.querySelector("#edit");
const subtasks = hook(root, "subtask-list");
const notes = hook(root, "task-notes");
const { task, socketUrl, eventsUrl, cursor } = root.dataset;

/** Updates the open form from the page as the server draws it now: unchanged fields get the new value, others a note. */
async function refresh() {
  const response = await fetch(location.href, { credentials: "same-origin" }).catch(() => null);
  if (response?.status === 404) return note(form.elements.title, say("This task has been deleted in the meantime. Save to add it as a new one."));
  if (!response?.ok || response.redirected) return;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  for (const initial of form.querySelectorAll("[name^=initial-]")) follow(initial, page.querySelector("#edit"));
}

function follow(initial, fresh) {
  const name = initial.name.replace("initial-", "");
  const fields = partsOf(form, name);
  const theirs = fresh ? partsOf(fresh, name) : [];
  if (!theirs.length) return;
  const isTyped = valueOf(fields) !== asShown(fields, initial.value);
  const isChanged = fresh.elements[initial.name].value !== initial.value && valueOf(theirs) !== valueOf(fields);
  if (isChanged && !isTyped) fields.forEach((field, place) => (field.value = theirs[place].value));
  // A changed field keeps its initial value, so that saving is refused with who changed it.
  if (!isTyped) initial.value = fresh.elements[initial.name].value;
  note(fields[0], isChanged && isTyped ? say("Changed in the meantime to {value}.", { value: inWords(theirs) }) : "");
}

/** The field with that name, or those of its parts: a day and a time. */
function partsOf({ elements }, name) {
  return [name, `${name}_0`, `${name}_1`].map((each) => elements[each]).filter(Boolean);
}

function valueOf(fields) {
  return fields.map(({ value }) => value).filter(Boolean).join("T");
}

/** A value of a hidden field in the format of its visible fields: without seconds. */
function asShown(fields, value) {
  return fields.length > 1 ? value.slice(0, 16) : value;
}

function inWords(fields) {
  const value = valueOf(fields);
  if (!value) return "nothing";
  return `“${fields[0].selectedOptions?.[0].text ?? (fields.length > 1 ? value.replace("T", " ") : value)}”`;
}

function note(field, text) {
  const box = field.closest(".field");
  let line = hook(box, "conflict");
  if (!line && !text) return;
  if (!line) box.append((line = clone("template-conflict")));
  line.hidden = !text;
  setText(hook(line, "conflict-text"), text);
}

function concerns({ event_type: type, result }) {
  if (!TASK_EVENTS.includes(type)) return false;
  return (result.tasks ?? [result]).some(({ number }) => number === Number(task));
}

if (subtasks) {
  startChanges(root);
  aroundSwaps(subtasks, () => placeOfFocus(subtasks));
}

new EventStream({
  socketUrl,
  eventsUrl,
  cursor,
  onEvent: (event) => {
    if (concerns(event)) {
      refresh();
      refreshPart(notes);
    }
    if (subtasks && TASK_EVENTS.includes(event.event_type)) refreshPart(subtasks);
  },
  onReset: () => {
    refresh();
    refreshPart(notes);
    if (subtasks) refreshPart(subtasks);
  },
}).start();
