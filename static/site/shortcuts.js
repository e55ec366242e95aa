export const SINGLE_KEYS = "single-key-shortcuts"; // in the browser's storage: "off" if they are switched off

/** Shortcuts with a modifier, except one, which can be switched off, since speech input may trigger single letters. */
export function startShortcuts() {
  addEventListener("keydown", (event) => {
    if (event.isComposing || document.querySelector("dialog[open]")) return;
    const isWrite = (event.ctrlKey || event.metaKey) && event.key === "/";
    const isOwn = event.altKey && event.shiftKey && !event.ctrlKey && !event.metaKey;
    if (isWrite) show(event, "", "message");
    else if (isOwn && event.code === "KeyT") addTask(event);
    else if (singleKey(event) === "q") addTask(event);
    else if (singleKey(event) === "?") document.querySelector("[data-open-shortcuts]")?.click();
    else if (isOwn && event.code === "KeyN") document.querySelector("[data-new-chat]")?.click();
  });
}

/** The letter of a shortcut without a modifier, in lower case; "" if it is anything else, or they are switched off. */
export function singleKey(event) {
  const hasModifier = event.ctrlKey || event.metaKey || event.altKey;
  const isOff = localStorage.getItem(SINGLE_KEYS) === "off" || document.querySelector("dialog[open]");
  return event.isComposing || event.repeat || hasModifier || isOff || isTyping(event.target) ? "" : event.key.toLowerCase();
}

function show(event, hash, id) {
  const field = document.getElementById(id);
  if (!field) return;
  event?.preventDefault();
  if (!field.checkVisibility()) location.hash = hash || "#main";
  field.focus();
}

/** Show and focus the page's box for a new task; `event` is the key that asks for it. */
export function addTask(event) {
  if (document.getElementById("new-task")) return show(event, "#tasks", "new-task");
  event?.preventDefault();
  document.getElementById("quick-add")?.showModal();
}

/** Is it an element in which a person writes or chooses? */
export function isTyping({ isContentEditable, tagName, type }) {
  return isContentEditable || ["TEXTAREA", "SELECT"].includes(tagName) || (tagName === "INPUT" && !["checkbox", "radio", "button", "submit"].includes(type));
}
