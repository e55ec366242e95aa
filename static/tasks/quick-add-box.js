/**
 * A box for new tasks. What reads along is loaded once it gets the focus; a form that is sent earlier waits for that, and is sent as
 * without a script if it does not come.
 */
export function startQuickAdd(form) {
  const field = replace(form.elements.text);
  let loading = null;
  const load = () => {
    loading ??= import("./quick-add.js").then(({ QuickAdd }) => {
      form.removeEventListener("submit", wait);
      return new QuickAdd(form);
    });
    return loading;
  };
  const wait = (event) => {
    event.preventDefault();
    load().then(() => form.requestSubmit(), () => form.submit());
  };
  form.addEventListener("submit", wait);
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
  form.addEventListener("focusin", () => load().catch(() => {}), { once: true });
  if (field.value || form.contains(document.activeElement)) load().catch(() => {});
}

/** Replaces the input by a textarea, with the same text: lines that are pasted into an input are joined. */
function replace(input) {
  const field = document.createElement("textarea");
  for (const { name, value } of input.attributes) if (!["type", "value"].includes(name)) field.setAttribute(name, value);
  field.rows = 1;
  field.value = input.value;
  const { selectionStart, selectionEnd } = input;
  const hadFocus = document.activeElement === input;
  input.replaceWith(field);
  if (hadFocus) field.focus();
  field.setSelectionRange(selectionStart, selectionEnd);
  return field;
}
