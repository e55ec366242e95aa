/** One box over pages, chats, tasks and plans: Ctrl-K opens it, arrows choose, Enter goes there. */
export function startPalette() {
  const dialog = document.getElementById("palette");
  if (!dialog) return;
  const field = dialog.querySelector("input");
  for (const opener of document.querySelectorAll("[data-open-palette]")) opener.addEventListener("click", () => open(dialog, field));
  addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.key.toLowerCase() !== "k") return;
    event.preventDefault();
    if (dialog.open) dialog.close();
    else if (!document.querySelector("dialog[open]")) open(dialog, field);
  });
  field.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.isComposing) return;
    if (step) choose(dialog, field, step);
    else if (event.key === "Enter") chosen(dialog)?.click();
    else return;
    event.preventDefault();
  });
  dialog.addEventListener("htmx:after:swap", () => choose(dialog, field, 0));
}

function open(dialog, field) {
  field.value = "";
  dialog.showModal();
  htmx.trigger(field, "find");
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
