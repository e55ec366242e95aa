import { say } from "../site/dom.js";
import { isEnter } from "./composer.js";

/**
 * A field in place of `shown`, the name of a chat: Enter or leaving it calls `save(title)` if it is another one, Escape does not.
 * `done()` is called first, once the field is gone; then `back` gets the focus, if the field had it.
 */
export function editName(shown, name, { back = shown, save, done }) {
  const item = shown.parentElement;
  const input = document.createElement("input");
  input.className = "input conversation-rename";
  input.value = name;
  input.maxLength = 255;
  input.dir = "auto";
  input.setAttribute("aria-label", say("Name of this chat"));
  shown.hidden = true;
  item.setAttribute("hx-morph-skip", "");
  shown.before(input);
  input.focus();
  input.select();
  let isOver = false; // removing the field triggers blur again
  const leave = () => {
    const hadFocus = document.activeElement === input;
    isOver = true;
    input.remove();
    shown.hidden = false;
    item.removeAttribute("hx-morph-skip");
    done();
    if (hadFocus) back.focus();
  };
  const finish = () => {
    if (isOver) return;
    const title = input.value.trim();
    leave();
    if (title && title !== name) save(title);
  };
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape") leave();
    else if (isEnter(event)) {
      event.preventDefault(); // it would press what gets the focus
      finish();
    }
  });
  input.addEventListener("blur", finish);
}
