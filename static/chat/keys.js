/** Keys of the chat: Escape stops the active run, and the up arrow in an empty message box edits the last message. */
export function startKeys(root) {
  const field = root.querySelector("#message");
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented || event.isComposing || isElsewhere(event.target, field)) return;
    const stop = root.querySelector("[data-stop-button]:not([hidden], :disabled)");
    if (!stop) return;
    event.preventDefault();
    stop.click();
  });
  field.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowUp" || event.defaultPrevented || event.isComposing || event.shiftKey || field.value) return;
    const last = [...root.querySelectorAll("[data-edit][title]")].at(-1);
    if (!last) return;
    event.preventDefault();
    last.click();
  });
}

/** Escape closes what is open, and leaves a text that is being edited alone. */
function isElsewhere(target, field) {
  if (document.querySelector("dialog[open], :popover-open, .menu[open]") || target.closest(".menu")) return true;
  return target === field ? field.value !== "" : target.matches("input:not([type=checkbox], [type=radio]), textarea, select");
}
