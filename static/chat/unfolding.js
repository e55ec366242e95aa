import { aroundSwaps } from "../live/parts.js";
import { hook } from "../site/dom.js";
import { refreshTurn } from "./turns.js";

/** What is fetched when a person wants to see it: the steps of an earlier turn, and the rest of a long list of tasks. */
export function startUnfolding(log) {
  log.addEventListener("toggle", ({ target }) => target.open && unfold(target), true);
  log.addEventListener("click", (event) => {
    const link = event.target.closest("[data-all], [data-whole]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    refreshTurn(link.closest("[data-turn]"), { isWhole: true });
  });
  aroundSwaps(log, (part) => {
    const list = document.activeElement.matches("[data-all]") ? document.activeElement.parentElement : null;
    const rows = list?.querySelectorAll("[data-task]").length;
    return () => {
      for (const timeline of part.querySelectorAll(".timeline[open]")) unfold(timeline);
      if (list?.isConnected && !hook(list, "all")) list.querySelectorAll("[data-task]")[rows]?.querySelector("button").focus();
    };
  });
}

/** The log was drawn with this timeline closed. */
function unfold(timeline) {
  if (hook(timeline, "whole")) refreshTurn(timeline.closest("[data-turn]"));
}
