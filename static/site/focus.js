/**
 * Where the focus goes once a form is sent: the fragment of its address names the element, as for a browser
 * that sends it without a script (chatbot/pages/focus.py). The control itself is disabled, or taken away.
 */

/** Puts the focus there, if it is in the form now; returns a function that takes it back to where it was. */
export function moveFocus(form, submitter) {
  const before = document.activeElement;
  const hasFocus = form.contains(before) || before === submitter;
  if (hasFocus) focus(placeAfter(form, submitter));
  return () => hasFocus && before.focus({ preventScroll: true });
}

/** Runs a change of the page, which may take away the control that has the focus. */
export function keepFocus(root, change) {
  const focused = root.contains(document.activeElement) ? document.activeElement : null;
  const form = focused?.closest("form[action]");
  const place = form ? placeAfter(form, focused) : null;
  change();
  if (place && !focused.checkVisibility()) focus(place);
}

function placeAfter(form, submitter) {
  const { hash } = new URL(submitter?.hasAttribute("formaction") ? submitter.formAction : form.action);
  return document.getElementById(decodeURIComponent(hash.slice(1)));
}

function focus(place) {
  // On a phone a text field would bring up the keyboard.
  if (place && !(place.matches("input, textarea") && matchMedia("(pointer: coarse)").matches)) place.focus({ preventScroll: true });
}
