import { aroundSwaps } from "../live/parts.js";
import { hook } from "../site/dom.js";

/** The form that edits a message in its place: it gets the focus, Enter sends it, and Escape closes it. */
export function startEditing(log) {
  focusText(log);
  aroundSwaps(log, () => {
    const before = hook(log, "edit-form");
    return () => hook(log, "edit-form") !== before && focusText(log);
  });
  log.addEventListener("keydown", (event) => {
    const form = event.target.closest("[data-edit-form]");
    if (!form || event.isComposing || event.keyCode === 229) return;
    if (event.key === "Escape") cancel(form);
    else if (event.key === "Enter" && !event.shiftKey && event.target.matches("textarea")) form.requestSubmit();
    else return;
    event.preventDefault();
  });
}

function cancel(form) {
  const link = hook(form, "edit");
  link.focus(); // which then returns to the link that has opened the form
  link.click();
}

function focusText(log) {
  const text = hook(log, "edit-form")?.querySelector("textarea");
  if (!text) return;
  text.focus({ preventScroll: true });
  text.setSelectionRange(text.value.length, text.value.length);
  text.form.scrollIntoView({ block: "nearest" });
}
