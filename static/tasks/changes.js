import { confirmDeletion } from "../site/dialogs.js";
import { NO_ANSWER, SLOW, problem, request } from "../site/api.js";
import { hook } from "../site/dom.js";

/**
 * Checks off and deletes tasks in place, through the API. The event that follows draws the change, here as in
 * every other tab; `onProblem(text)` is told what could not be done ("" once it could).
 */
export function startChanges(root, onProblem) {
  const send = async (method, row, body) => {
    const answer = await request(method, `/api/tasks/${row.dataset.taskId}/`, body, { onSlow: () => onProblem(SLOW) }).catch(() => null);
    onProblem(answer?.ok ? "" : answer ? problem(answer) : NO_ANSWER);
    return answer?.ok ?? false;
  };

  root.addEventListener("submit", async (event) => {
    const form = event.target.closest("[data-toggle]");
    if (!form) return;
    event.preventDefault();
    const row = form.closest("[data-task-id]");
    const check = form.querySelector("button");
    const was = row.hasAttribute("data-completed");
    row.toggleAttribute("data-completed", !was); // at once; taken back if it is refused
    check.setAttribute("aria-pressed", `${!was}`);
    if (await send("PATCH", row, { completed: !was })) return;
    row.toggleAttribute("data-completed", was);
    check.setAttribute("aria-pressed", `${was}`);
  });

  root.addEventListener("click", async (event) => {
    const link = event.target.closest("[data-task-id] [data-delete]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const row = link.closest("[data-task-id]");
    const title = hook(row, "title").textContent;
    const isMeant = await confirmDeletion("Delete this task?", `“${title}” (#${row.dataset.number}) is deleted for good.`);
    if (isMeant) await send("DELETE", row);
  });
}
