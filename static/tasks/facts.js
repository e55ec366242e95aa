import { Later } from "../site/later.js";

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
