import { confirmDeletion } from "../site/dialogs.js";
import { hook, say, setText } from "../site/dom.js";
import { post } from "../live/forms.js";
import { Later } from "../site/later.js";

/**
 * Completes and deletes tasks in place. The change is drawn with the event that follows, as in every other tab.
 * An error is shown above the page, wherever the task is on it.
 */
export function startChanges(root) {
  const onProblem = (text) => setText(hook(root, "frame-problem"), text);
  const done = new Later(async () => {
    const part = await import("./done.js");
    part.startUndoKey(root);
    return part;
  });
  root.addEventListener("submit", async (event) => {
    const form = event.target.closest("[data-toggle]");
    if (!form) return;
    event.preventDefault();
    const check = event.submitter;
    const row = check.closest("[data-task]");
    const was = row.hasAttribute("data-completed");
    const show = (isDone) => {
      row.toggleAttribute("data-completed", isDone);
      check.setAttribute("aria-pressed", `${isDone}`);
      check.value = `${!isDone}`; // so that a second click before the redraw reverts it
    };
    const answer = post(form, check, onProblem);
    show(!was); // at once; reverted if it is refused
    if (!(await answer)) show(was);
    else if (!was) {
      const task = { address: check.formAction, title: hook(row, "title").textContent };
      done.use(({ offerUndo }) => offerUndo(root, task, onProblem));
    }
  });

  root.addEventListener("click", async (event) => {
    const link = event.target.closest("[data-task] [data-delete]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const row = link.closest("[data-task]");
    const title = hook(row, "title").textContent;
    const isMeant = await confirmDeletion(say("Delete this task?"), say("“{title}” ({number}) is deleted for good.", { title, number: hook(row, "number").textContent }));
    if (isMeant) await post(hook(root, "toggle"), null, onProblem, link.href);
  });
}
