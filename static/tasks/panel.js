import { watchDates } from "../live/dates.js";
import { aroundSwaps, refresh } from "../live/parts.js";
import { hook } from "../site/dom.js";
import { startChanges, startFacts } from "./changes.js";
import { placeOfFocus } from "./focus.js";
import { LIST_EVENTS, TASKS_CREATED, TASKS_UPDATED, TASK_CREATED, TASK_EVENTS, TASK_UPDATED } from "../streaming/events.js";

const MARKS = { [TASK_CREATED]: "new", [TASKS_CREATED]: "new", [TASK_UPDATED]: "changed", [TASKS_UPDATED]: "changed" };

/** The task list beside the chat, which the server draws again when an event says that tasks have changed. */
export class TaskPanel {
  #panel;
  #done;
  #changing;
  #news = new Map(); // task number → how its row is highlighted

  constructor(root) {
    this.#panel = hook(root, "task-panel");
    this.#done = hook(this.#panel, "done-section");
    this.#done.addEventListener("toggle", () => this.#refreshDone());
    this.#changing = startFacts(root, startChanges(root));
    watchDates(this.#panel, () => this.refresh());
    aroundSwaps(this.#panel, () => {
      const restoreFocus = placeOfFocus(this.#panel);
      return () => {
        this.#mark();
        restoreFocus();
      };
    });
  }

  handle({ event_type: type, result }) {
    if (![...TASK_EVENTS, ...LIST_EVENTS].includes(type)) return;
    const mark = MARKS[type];
    if (mark) for (const { number } of result.tasks ?? [result]) this.#news.set(`${number}`, mark);
    this.refresh();
    if (LIST_EVENTS.includes(type)) this.#changing.tell((changing) => changing.refresh());
  }

  refresh() {
    refresh(this.#panel);
    this.#refreshDone();
  }

  #refreshDone() {
    if (this.#done.open) refresh(hook(this.#done, "done-tasks"));
  }

  #mark() {
    const rows = [...this.#panel.querySelectorAll("[data-task]")].filter(({ dataset }) => this.#news.has(dataset.task));
    for (const { dataset } of rows) {
      delete dataset.new;
      delete dataset.changed;
    }
    void this.#panel.offsetWidth; // force one layout for all rows, so that their animations restart
    for (const { dataset } of rows) dataset[this.#news.get(dataset.task)] = "";
    for (const { dataset } of rows) this.#news.delete(dataset.task);
  }
}
