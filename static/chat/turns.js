import { refresh } from "../live/parts.js";
import { addressOf } from "../site/dom.js";

/** Fetch a turn again. Its address is a pattern of the log, since there are many turns and few become stale. */
export function refreshTurn(turn) {
  if (!turn.hasAttribute("hx-get")) {
    const { turnUrl } = turn.closest("[data-log]").dataset;
    turn.setAttribute("hx-get", addressOf(turnUrl, turn.id.replace("turn-", "")));
    htmx.process(turn);
  }
  refresh(turn);
}
