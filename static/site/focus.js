/**
 * Where the focus goes once a form is sent: the fragment of its address names the element, as for a browser
 * that sends it without a script (chatbot/pages/focus.py). The control itself is disabled, or taken away.
 */

/** Puts the focus there, if it is in the form now; returns a function that takes it back to where it was. */
export function moveFocus(form, submitter) {
  const before = document.activeElement;
  const hasFocus = form.contains(before) || before === submitter;
  if (hasFocus) focus(document.getElementById(hashOf(form, submitter)));
  return () => hasFocus && before.focus({ preventScroll: true });
}

/** A function that moves the focus on, if a change of the page has taken away the control that has it now. */
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
