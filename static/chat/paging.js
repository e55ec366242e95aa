import { aroundSwaps, refresh } from "../live/parts.js";
import { hook } from "../site/dom.js";
import { refreshTurn } from "./turns.js";

/**
 * "Show earlier messages" and "Show later messages" without leaving the page: fetches the log with other turns.
 * Links to other answers of a turn fetch that turn: the server draws it for the address of the page.
 */
export class Paging {
  #log;

  constructor(log) {
    this.#log = log;
    log.addEventListener("click", (event) => {
      const link = event.target.closest("[data-earlier], [data-later], [data-version][href]");
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      this.#open(link.pathname + link.search);
      if (link.dataset.version === "answer") refreshTurn(link.closest("[data-turn]"));
      else refresh(log);
    });
    aroundSwaps(log, () => {
      const hadFocus = document.activeElement.matches("[data-earlier], [data-later]");
      return () => {
        if (hadFocus && document.activeElement === document.body) log.parentElement.focus({ preventScroll: true });
      };
    });
  }

  /** Is the end of the conversation shown? */
  get isAtEnd() {
    return !hook(this.#log, "later");
  }

  /** Follow the end of the conversation from now on. */
  toEnd() {
    if (!new URLSearchParams(location.search).has("until")) return;
    this.#open(location.pathname);
    if (this.isAtEnd) return;
    hook(this.#log, "later").parentElement.remove();
    refresh(this.#log);
  }

  /** The turn gets another answer: show it, and not the one that was chosen. */
  toLatestAnswer(turn) {
    const { pathname, searchParams } = new URL(location);
    for (const { dataset } of turn.querySelectorAll("[data-run]")) searchParams.delete("answer", dataset.run);
    const query = searchParams.size ? `?${searchParams}` : "";
    if (query !== location.search) this.#open(pathname + query);
  }

  #open(address) {
    history.replaceState(null, "", address);
    this.show(address);
  }

  /** The page has this address now. */
  show(address) {
    this.#log.setAttribute("hx-get", address);
    htmx.process(this.#log);
  }
}
