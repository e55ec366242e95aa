import { aroundSwaps, refresh } from "../live/parts.js";

/** "Show earlier messages" without leaving the page: fetches the log again, with more turns. `open(address)` */
export function startEarlier(log, open) {
  log.addEventListener("click", (event) => {
    const link = event.target.closest("[data-earlier]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    history.replaceState(null, "", link.href);
    open(link.href);
    refresh(log);
  });
  aroundSwaps(log, () => {
    const hadFocus = document.activeElement.matches("[data-earlier]");
    return () => {
      if (hadFocus && document.activeElement === document.body) log.parentElement.focus({ preventScroll: true });
    };
  });
}
