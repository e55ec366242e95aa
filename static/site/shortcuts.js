/** All with a modifier: a single letter would get in the way of speech input and screen readers. */
export function startShortcuts() {
  addEventListener("keydown", (event) => {
    if (event.isComposing || document.querySelector("dialog[open]")) return;
    const isWrite = (event.ctrlKey || event.metaKey) && event.key === "/";
    const isOwn = event.altKey && event.shiftKey && !event.ctrlKey && !event.metaKey;
    if (isWrite) show(event, "", "message");
    else if (isOwn && event.code === "KeyT") show(event, "#tasks", "new-task");
    else if (isOwn && event.code === "KeyN") document.querySelector("[data-new-chat]")?.click();
  });
}

function show(event, hash, id) {
  const field = document.getElementById(id);
  if (!field) return;
  event.preventDefault();
  if (!field.checkVisibility()) location.hash = hash || "#main";
  field.focus();
}
