import { absoluteDue, dueLabel } from "../site/dates.js";
import { clone, hook, setText } from "../site/dom.js";
import { dateSettings } from "../site/times.js";

const PRIORITIES = { low: "Low", medium: "Medium", high: "High" };

export function createRow(task) {
  const row = clone("template-task", task.id);
  row.dataset.taskId = task.id;
  fillRow(row, task);
  return row;
}

export function fillRow(row, task) {
  row.dataset.number = task.number;
  row.dataset.priority = task.priority;
  row.dataset.dueAt = task.due_at ?? "";
  row.toggleAttribute("data-completed", task.completed);
  setText(hook(row, "title"), task.title);
  setText(hook(row, "check-name"), task.title);
  setText(hook(row, "task-number"), `#${task.number}`);
  const check = row.querySelector(".task-check");
  check.value = `${!task.completed}`;
  check.setAttribute("aria-pressed", `${task.completed}`);
  const priority = row.querySelector(".task-priority");
  priority.dataset.priority = task.priority;
  setText(hook(priority, "priority-text"), PRIORITIES[task.priority]);
  const tags = hook(row, "tags");
  setText(tags, task.tags.map((tag) => `#${tag}`).join(" "));
  tags.hidden = task.tags.length === 0;
  drawDue(row);
}

/** Also called as time goes by: what is due today is overdue some day. */
export function drawDue(row) {
  const due = row.querySelector(".task-due");
  const { dueAt } = row.dataset;
  due.hidden = !dueAt;
  if (!dueAt) return;
  const settings = dateSettings();
  const isDone = "completed" in row.dataset; // then it is not overdue any more
  const { state, text } = isDone ? { state: "done", text: absoluteDue(dueAt, settings) } : dueLabel(dueAt, settings);
  const time = hook(due, "due-text");
  due.dataset.due = state;
  time.dateTime = dueAt;
  setText(time, text);
}

/** Open tasks: the most urgent on top, then by number. */
export function isBefore(row, other) {
  const due = Date.parse(row.dataset.dueAt) || Infinity;
  const otherDue = Date.parse(other.dataset.dueAt) || Infinity;
  if (due !== otherDue) return due < otherDue;
  return Number(row.dataset.number) < Number(other.dataset.number);
}
