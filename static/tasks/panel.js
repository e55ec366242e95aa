import { MINUTE } from "../site/dates.js";
import { hook, setText } from "../site/dom.js";
import { startChanges } from "./changes.js";
import { createRow, drawDue, fillRow, isBefore } from "./row.js";

/** The task list beside the chat. */
export class TaskPanel {
  #root;
  #panel;
  #open;
  #done;

  constructor(root) {
    this.#root = root;
    this.#panel = hook(root, "task-panel");
    this.#open = hook(this.#panel, "open-tasks");
    this.#done = hook(this.#panel, "done-tasks");
    startChanges(this.#panel, (text) => this.#complain(text));
    setInterval(() => this.#drawDues(), MINUTE);
  }

  handle({ event_type: type, result }) {
    switch (type) {
      case "task_created":
      case "task_updated":
        return this.#put([result]);
      case "tasks_created":
      case "tasks_updated":
        return this.#put(result.tasks);
      case "task_deleted":
        return this.#remove([result]);
      case "tasks_deleted":
        return this.#remove(result.tasks);
    }
  }

  replace(panel) {
    for (const name of ["open-tasks", "done-tasks"]) {
      hook(this.#panel, name).replaceChildren(...hook(panel, name).children);
    }
    Object.assign(this.#panel.dataset, panel.dataset);
    this.#draw();
  }

  #row(id) {
    return this.#panel.querySelector(`[data-task-id="${id}"]`);
  }

  #put(tasks) {
    const rows = tasks.map((task) => this.#putOne(task));
    this.#highlight(rows);
    this.#draw();
  }

  /** Returns the row, and how it is to be highlighted. */
  #putOne(task) {
    const known = this.#row(task.id);
    const row = known ?? createRow(task);
    const focused = row.contains(document.activeElement) ? document.activeElement : null;
    if (known) fillRow(row, task);
    const list = task.completed ? this.#done : this.#open;
    const isMoved = row.parentElement !== list;
    if (!known || isMoved || !task.completed) this.#place(row, list);
    if (focused && isMoved) this.#keepFocus(row, focused);
    return [row, known ? "changed" : "new"];
  }

  #place(row, list) {
    const before = list === this.#done ? list.firstElementChild : [...list.children].find((other) => other !== row && isBefore(row, other));
    if (row.parentElement === list && row.nextElementSibling === (before ?? null)) return;
    list.insertBefore(row, before ?? null);
  }

  #highlight(rows) {
    for (const [row] of rows) {
      delete row.dataset.new;
      delete row.dataset.changed;
    }
    void this.#panel.offsetWidth; // an animation that ran begins again; one layout for all rows
    for (const [row, how] of rows) row.dataset[how] = "";
  }

  /** A row that was checked off moves away; the focus goes on to the next one. */
  #keepFocus(row, focused) {
    if (row.checkVisibility()) focused.focus();
    else (this.#open.querySelector(".task-check") ?? this.#panel.querySelector("#new-task")).focus();
  }

  #remove(tasks) {
    for (const { id } of tasks) this.#removeOne(id);
    this.#draw();
  }

  #removeOne(id) {
    const row = this.#row(id);
    if (!row) return;
    const hadFocus = row.contains(document.activeElement);
    const next = row.nextElementSibling ?? row.previousElementSibling;
    row.remove();
    if (hadFocus) (next?.querySelector(".task-check") ?? this.#panel.querySelector("#new-task")).focus();
  }

  #draw() {
    const { more, moreDone } = this.#panel.dataset; // beyond those that the page shows
    const open = this.#open.childElementCount + Number(more);
    const overdue = this.#open.querySelectorAll('[data-due="overdue"]').length;
    const done = this.#done.childElementCount + Number(moreDone);
    hook(this.#panel, "no-tasks").hidden = open > 0;
    hook(this.#panel, "done-section").hidden = done === 0;
    setText(hook(this.#panel, "open-summary"), overdue ? `${open} open, ${overdue} overdue` : `${open} open`);
    setText(hook(this.#panel, "done-count"), `${done}`);
    setText(hook(this.#root, "open-count"), open ? `${open}` : "");
  }

  #drawDues() {
    for (const row of this.#panel.querySelectorAll("[data-task-id]")) drawDue(row);
    this.#draw();
  }

  #complain(text) {
    setText(hook(this.#panel, "task-error"), text);
  }
}
