/** One box over pages, chats, tasks and plans: Ctrl-K opens it. What its keys do is loaded with the first use. */
export function startPalette() {
  const dialog = document.getElementById("palette");
  if (!dialog) return;
  const field = dialog.querySelector("input");
  let loading = null;
  const open = () => {
    field.value = "";
    dialog.showModal();
    htmx.trigger(field, "find");
    loading ??= import("./palette-keys.js").then(({ startKeys }) => startKeys(dialog, field), () => (loading = null));
  };
  for (const opener of document.querySelectorAll("[data-open-palette]")) opener.addEventListener("click", open);
  addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.key.toLowerCase() !== "k") return;
    event.preventDefault();
    if (dialog.open) dialog.close();
    else if (!document.querySelector("dialog[open]")) open();
  });
}
