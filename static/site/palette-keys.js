import { addTask } from "./shortcuts.js";

const press = (selector) => () => document.querySelector(selector).click();
const COMMANDS = {
  "add-task": addTask,
  theme: press("#theme"),
  shortcuts: press("[data-open-shortcuts]"),
  "sign-out": press("[data-sign-out]"),
};

/** Arrows choose an entry of the palette, Enter goes there or does it. */
export function startKeys(dialog, field) {
  dialog.addEventListener("click", ({ target }) => {
    const command = target.closest("[data-command]")?.dataset.command;
    if (!command) return;
    dialog.close();
    COMMANDS[command]();
  });
  dialog.addEventListener("pointerdown", (event) => isOutside(dialog, event) && dialog.close());
  field.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.isComposing) return;
    if (step) choose(dialog, field, step);
    else if (event.key === "Enter") chosen(dialog)?.click();
    else return;
    event.preventDefault();
  });
  dialog.addEventListener("htmx:after:swap", () => choose(dialog, field, 0));
  choose(dialog, field, 0); // what was drawn before
}

/** Beside the dialog: phones have no Escape. */
function isOutside(dialog, { clientX, clientY }) {
  const { left, right, top, bottom } = dialog.getBoundingClientRect();
  return clientX < left || clientX > right || clientY < top || clientY > bottom;
}

function entries(dialog) {
  return [...dialog.querySelectorAll("[role=option]")];
}

function chosen(dialog) {
  return dialog.querySelector('[aria-selected="true"]');
}

/** Chooses the entry so many steps below the chosen one; 0 chooses the first one. */
function choose(dialog, field, step) {
  const all = entries(dialog);
  const before = step ? all.indexOf(chosen(dialog)) : 0;
  const next = all[(before + step + all.length) % all.length];
  for (const entry of all) entry.setAttribute("aria-selected", String(entry === next));
  if (!next) return field.removeAttribute("aria-activedescendant");
  field.setAttribute("aria-activedescendant", next.id);
  next.scrollIntoView({ block: "nearest" });
}
