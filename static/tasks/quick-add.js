import { NO_ANSWER, SLOW, newKey, problem, request } from "../site/api.js";
import { hook, say, setText } from "../site/dom.js";
import { MarkedBox } from "./marked-box.js";
import { fromCodePoints, toCodePoints } from "./ranges.js";

const PAUSE = 150; // milliseconds without a key press before the text is sent to be read
const URL = "/api/tasks/quick-add/";
const MOST_ROWS = 10; // more tasks are only marked in the box
const DATES = ["due", "end"];

/**
 * The quick-add box. While a person types, the server reads the text, with at most one request at a time; what it has
 * read is marked in the box and listed below it. Enter adds the tasks.
 */
export class QuickAdd {
  #form;
  #box;
  #understood;
  #timer = null;
  #isAsking = false;
  #unanswered = null; // { body, key } of what was put back into the box

  constructor(form) {
    this.#form = form;
    this.#understood = hook(form, "understood");
    this.#box = new MarkedBox(form.elements.text, () => this.#changed());
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#add();
    });
    this.#changed();
  }

  #changed() {
    this.#say("");
    this.#understood.inert = true; // it is of another text
    clearTimeout(this.#timer);
    if (this.#box.text.trim()) this.#timer = setTimeout(() => this.#preview(), PAUSE);
    else this.#understood.replaceChildren();
  }

  async #preview() {
    if (this.#isAsking) return;
    this.#isAsking = true;
    const { text, plain } = this.#box;
    const answer = await request("POST", `${URL}preview/`, this.#body()).catch(() => null);
    this.#isAsking = false;
    if (text !== this.#box.text || plain !== this.#box.plain) this.#changed();
    else if (answer?.ok) this.#show(answer.data.tasks);
  }

  #show(tasks) {
    const { text } = this.#box;
    const read = tasks.map((task) => ({ task, spans: placesOf(task, text) }));
    this.#box.mark(read.flatMap(({ spans }) => joined(spans, text)));
    const chips = read.length === 1 ? this.#chips(read[0]) : [`${read.length} tasks`, ...this.#rows(read)];
    this.#understood.inert = false; // before it changes, so that the change is announced
    this.#understood.replaceChildren(...chips, ...lines(tasks.flatMap(({ notes }) => notes)));
  }

  #chips({ spans }) {
    return [...Map.groupBy(spans, groupOf).values()].map((places) => this.#chip(places));
  }

  /** For several lines: the chips of each line, after its title. */
  #rows(read) {
    return read.filter(({ spans }) => spans.length).slice(0, MOST_ROWS).map((one) => {
      const row = document.createElement("p");
      row.className = "understood-line";
      row.append(one.task.title, ...this.#chips(one));
      return row;
    });
  }

  #chip(places) {
    const chip = hook(this.#form, "chip").content.firstElementChild.cloneNode(true);
    setText(hook(chip, "label"), places[0].label);
    chip.addEventListener("click", () => {
      this.#box.makePlain(places);
      this.#box.field.focus();
    });
    return chip;
  }

  async #add() {
    const { text, plain } = this.#box;
    if (!text.trim()) return;
    const body = { ...this.#body(), ...this.#place() };
    const key = this.#keyOf(body);
    this.#box.set("");
    this.#changed();
    const headers = { "Idempotency-Key": key };
    const answer = await request("POST", URL, body, { headers, onSlow: () => this.#say(SLOW) }).catch(() => null);
    if (answer?.ok) return this.#added(answer.data.added);
    this.#unanswered = { body, key };
    this.#box.prepend(text, plain);
    this.#changed();
    this.#say(answer ? problem(answer) : NO_ANSWER);
  }

  /** A resend, if only the response was lost, adds nothing. */
  #keyOf(body) {
    const isSame = JSON.stringify(body) === JSON.stringify(this.#unanswered?.body);
    const key = isSame ? this.#unanswered.key : newKey();
    this.#unanswered = null;
    return key;
  }

  #added(added) {
    this.#say("");
    if (this.#box.text) return;
    const what = added.length === 1 ? say("Added “{title}”.", { title: added[0].task.title }) : say("Added {count} tasks.", { count: added.length });
    const notes = added.flatMap(({ reading }) => reading.notes);
    if (!this.#form.closest("dialog") && notes.length === 0) return;
    this.#understood.inert = false;
    this.#understood.replaceChildren(...lines([what, ...notes]));
  }

  #body() {
    const { text, plain } = this.#box;
    return { text, plain: plain.map((place) => toCodePoints(text, place)) };
  }

  /** The list that the page shows, or the task of which the new ones are subtasks. */
  #place() {
    const fields = ["list", "parent"].map((name) => this.#form.elements[name]);
    return Object.fromEntries(fields.filter(Boolean).map(({ name, value }) => [name, value]));
  }

  #say(text) {
    setText(hook(this.#form, "problem"), text);
  }
}

/** What was read about a task, in the order of the text. */
function placesOf({ spans }, text) {
  return spans.filter(({ kind }) => kind !== "separator").map((span) => fromCodePoints(text, span));
}

/** Merges "tomorrow 5pm" into one mark. */
function joined(spans, text) {
  const marks = [];
  for (const span of spans) {
    const last = marks.at(-1);
    if (last && groupOf(last) === groupOf(span) && !text.slice(last.end, span.start).trim()) last.end = span.end;
    else marks.push({ ...span });
  }
  return marks;
}

function groupOf({ kind, start }) {
  if (DATES.includes(kind)) return "date";
  return kind === "tag" ? `tag ${start}` : kind;
}

function lines(sentences) {
  return [...new Set(sentences)].map((sentence) => Object.assign(document.createElement("p"), { textContent: sentence }));
}
