/**
 * Moves the focus after a form is sent. The fragment of the form's address names the element, as for a browser
 * that sends it without a script (chatbot/pages/focus.py). The control itself is disabled or removed.
 */

/** Moves the focus there, if it is in the form; returns a function that moves it back. */
export function moveFocus(form, submitter) {
  const before = document.activeElement;
  const hasFocus = form.contains(before) || before === submitter;
  if (hasFocus) focus(document.getElementById(hashOf(form, submitter)));
  return () => hasFocus && before.focus({ preventScroll: true });
}

/** A function that moves the focus if a change of the page has removed the focused control. */
export function rememberFocus(root) {
  const focused = root.contains(document.activeElement) ? document.activeElement : null;
  const form = focused?.form ?? focused?.closest("form[action]");
  const hash = form ? hashOf(form, focused) : null;
  return () => {
    if (hash && !focused.checkVisibility()) focus(document.getElementById(hash));
  };
}

function hashOf(form, submitter) {
  const { hash } = new URL(submitter?.hasAttribute("formaction") ? submitter.formAction : form.action);
  return decodeURIComponent(hash.slice(1));
}

function focus(place) {
  // On a phone a text field would bring up the keyboard.
  if (place && !(place.matches("input, textarea") && matchMedia("(pointer: coarse)").matches)) place.focus({ preventScroll: true });
}
