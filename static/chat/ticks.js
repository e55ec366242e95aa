import { aroundSwaps } from "../live/parts.js";

/**
 * Marks steps that are new, and steps that have just been done (`data-ticked`; "quick" if they were done at once),
 * for the animations of the style sheet.
 */
export function startTicking(log) {
  aroundSwaps(log, (part) => {
    const before = new Map(stepsOf(part).map(({ dataset }) => [dataset.callId, dataset.state]));
    const turns = new Set(log.querySelectorAll("[data-turn]"));
    return () => {
      for (const step of stepsOf(part)) {
        if (!turns.has(step.closest("[data-turn]"))) continue;
        const { dataset } = step;
        const was = before.get(dataset.callId);
        if (was === undefined) dataset.new = "";
        if (was !== "done" && dataset.state === "done") dataset.ticked = was === undefined ? "quick" : "";
      }
    };
  });
}

function stepsOf(part) {
  return [...part.querySelectorAll("[data-call-id]")];
}
