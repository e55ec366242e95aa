import { aroundSwaps, refresh } from "../live/parts.js";
import { hook } from "../site/dom.js";
import { refreshTurn } from "./turns.js";

const LINKS = "[data-earlier], [data-later], [data-version][href], [data-edit]";

/**
 * Links to other parts and versions of the conversation, and to the form that edits a message, without leaving the
 * page: the server draws the log, or only the turn, for the new address.
 */
export class Paging {
  #log;

  constructor(log) {
    this.#log = log;
    log.addEventListener("click", (event) => {
      const link = event.target.closest(LINKS);
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      this.#open(link.pathname + link.search);
      if (!link.matches('[data-edit], [data-version="answer"]')) return refresh(log);
      for (const turn of new Set([link, ...log.querySelectorAll("[data-edit-form]")].map(turnOf))) refreshTurn(turn);
    });
    aroundSwaps(log, () => {
      const { activeElement: before } = document;
      const turn = before.matches(LINKS) && (turnOf(before) ?? log);
      return () => {
        if (!turn || before.isConnected) return;
        const next = document.getElementById(before.id) ?? (turn.isConnected && hook(turn, "edit"));
        (before.matches("[data-earlier], [data-later]") || !next ? log.parentElement : next).focus({ preventScroll: true });
      };
    });
  }

  /** Is the end of the conversation shown? */
  get isAtEnd() {
    return !hook(this.#log, "later");
  }

  /** Follow the end of the conversation from now on. */
  toEnd() {
    const { isAtEnd } = this;
    if (!this.#leave("until", "before", "find") || isAtEnd) return;
    for (const link of this.#log.querySelectorAll("[data-later]")) link.parentElement.remove();
    refresh(this.#log);
  }

  /** A message was replaced by an edit: show the new branch. Returns whether it was being edited in this tab. */
  toBranch(replaced) {
    const isEdited = new URLSearchParams(location.search).get("edit") === replaced;
    if (isEdited) this.#leave("edit", "until");
    refresh(this.#log);
    return isEdited;
  }

  /** The turn gets another answer: show it, and not the one that was chosen. */
  toLatestAnswer(turn) {
    const { searchParams } = new URL(location);
    for (const { dataset } of turn.querySelectorAll("[data-run]")) searchParams.delete("answer", dataset.run);
    this.#choose(searchParams);
  }

  /** Drops these parameters from the address; returns whether it had one of them. */
  #leave(...names) {
    const { searchParams } = new URL(location);
    for (const name of names) searchParams.delete(name);
    return this.#choose(searchParams);
  }

  /** Returns whether that is another query than before. */
  #choose(searchParams) {
    const isOther = searchParams.size !== new URLSearchParams(location.search).size;
    if (isOther) this.#open(`${location.pathname}${searchParams.size ? `?${searchParams}` : ""}`);
    return isOther;
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

function turnOf(element) {
  return element.closest("[data-turn]");
}
