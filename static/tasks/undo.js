import { post } from "../live/forms.js";
import { isTyping } from "../site/shortcuts.js";
import { hook } from "../site/dom.js";

const SHOWN = 8000; // milliseconds

/** Says for some seconds what was done with a task, with a button that undoes it at `address`; Ctrl-Z does the same. `undone()` is called then. */
export function offerUndo(root, { word, title, address, undone }, onProblem) {
  const form = document.getElementById("template-undo").content.firstElementChild.cloneNode(true);
  form.action = address;
  hook(form, "undo-word").textContent = word;
  hook(form, "undo-title").textContent = title;
  hook(root, "undo-offer").replaceChildren(form);
  const timer = setTimeout(() => form.remove(), SHOWN);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(timer);
    form.remove();
    post(form, null, onProblem, address).then(undone);
  });
}

/** While something is typed, Ctrl-Z is the browser's own. */
export function startUndoKey(root) {
  addEventListener("keydown", (event) => {
    const form = hook(root, "undo-offer").firstElementChild;
    const isUndo = (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === "z";
    if (!form || !isUndo || isTyping(event.target)) return;
    event.preventDefault();
    form.requestSubmit();
  });
}
