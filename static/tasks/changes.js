import { hook, say, setText } from "../site/dom.js";
import { post } from "../live/forms.js";
import { hold } from "../live/parts.js";
import { Later } from "../site/later.js";

const STAYS = 2500; // milliseconds after a tick, so that nothing moves under the pointer

/**
 * Completes and deletes tasks in place. The change is drawn with the event that follows, as in every other tab; a row that
 * is ticked here stays where it is for a moment.
 * An error is shown above the page, wherever the task is on it. Returns `offer(word, title, address)`, which offers to undo
 * something else that was done.
 */
export function startChanges(root) {
  const onProblem = (text) => setText(hook(root, "frame-problem"), text);
  const undo = new Later(async () => {
    const part = await import("./undo.js");
    part.startUndoKey(root);
    return part;
  });
  const offer = (word, title, address, undone) =>
    undo.use(({ offerUndo }) => offerUndo(root, { word, title, address, undone }, onProblem));

  root.addEventListener("submit", async (event) => {
    const form = event.target.closest("[data-toggle]");
    if (!form) return;
    event.preventDefault();
    const button = event.submitter;
    const row = button.closest("[data-task]");
    const title = hook(row, "title").textContent;
    const answer = post(form, button, onProblem);
    if (button.dataset.delete !== undefined) {
      row.dataset.leaving = ""; // at once; reverted if it is refused
      if (await answer) offer(say("Deleted:"), title, new URL("../restore/", button.formAction).pathname);
      else delete row.dataset.leaving;
      return;
    }
    const was = row.hasAttribute("data-completed");
    const show = (isDone) => {
      row.toggleAttribute("data-completed", isDone);
      button.setAttribute("aria-pressed", `${isDone}`);
      button.value = `${!isDone}`; // so that a second click before the redraw reverts it
    };
    show(!was);
    const release = hold(row.closest("[hx-get]"));
    const isDone = await answer;
    setTimeout(release, isDone ? STAYS : 0);
    if (!isDone) show(was);
    else if (!was) offer(say("Done:"), title, button.formAction, release);
  });
  return offer;
}

/**
 * The day, the priority and the list in a row of tasks open what sets them, wherever on the page the row is. Returns what
 * changes tasks (`startChanging`), which is loaded with the first use.
 */
export function startFacts(root, offer) {
  const changing = new Later(async () => (await import("./changing.js")).startChanging(root, offer));
  root.addEventListener("click", ({ target }) => {
    const place = target.closest("[data-task] :is(.task-due, .task-priority, .task-list-name)");
    if (place) changing.use((loaded) => loaded.open(place));
  });
  return changing;
}
