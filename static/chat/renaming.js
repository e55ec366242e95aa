import { say } from "../site/dom.js";

/**
 * A field in place of the name of a chat: Enter or leaving it calls `save(title)` if it is another one, Escape does not. `done()`
 * is called first, once the field is gone.
 */
export function editName(item, link, name, { save, done }) {
  const input = document.createElement("input");
  input.className = "input conversation-rename";
  input.value = name;
  input.maxLength = 255;
  input.setAttribute("aria-label", say("Name of this chat"));
  link.hidden = true;
  item.setAttribute("hx-morph-skip", "");
  link.before(input);
  input.focus();
  input.select();
  let isOver = false; // removing the field triggers blur again
  const leave = () => {
    const hadFocus = document.activeElement === input;
    isOver = true;
    input.remove();
    link.hidden = false;
    item.removeAttribute("hx-morph-skip");
    done();
    if (hadFocus) link.focus();
  };
  const finish = () => {
    if (isOver) return;
    const title = input.value.trim();
    leave();
    if (title && title !== name) save(title);
  };
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape") leave();
    else if (event.key === "Enter" && !event.isComposing && event.keyCode !== 229) finish();
  });
  input.addEventListener("blur", finish);
}
