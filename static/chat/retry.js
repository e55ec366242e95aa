import { NO_ANSWER, problem, request } from "../site/api.js";

/** "Try again" of a failed run; the events that follow draw the new one. */
export function startRetrying(root, announcer) {
  root.addEventListener("submit", async (event) => {
    const form = event.target.closest("[data-retry]");
    if (!form) return;
    event.preventDefault();
    const button = form.querySelector("button");
    button.disabled = true;
    const run = form.closest("[data-run]").dataset.run;
    const answer = await request("POST", `/api/runs/${run}/retry/`).catch(() => null);
    button.disabled = false;
    if (!answer?.ok) announcer.tell(answer ? problem(answer) : NO_ANSWER);
  });
}
