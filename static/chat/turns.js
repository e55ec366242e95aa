import { refresh } from "../live/parts.js";
import { addressOf } from "../site/dom.js";

/**
 * Fetch a turn again; with `isWhole`, from now on with all tasks of its long lists. Its address is a pattern of the
 * log, since there are many turns and few become stale.
 */
export function refreshTurn(turn, { isWhole = false } = {}) {
  if (isWhole || !turn.hasAttribute("hx-get")) {
    const { turnUrl } = turn.closest("[data-log]").dataset;
    turn.setAttribute("hx-get", addressOf(turnUrl, turn.id.replace("turn-", "")) + (isWhole ? "?all=1" : ""));
    htmx.process(turn);
  }
  refresh(turn);
}
