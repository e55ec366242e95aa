const SINGLE_KEYS = "single-key-shortcuts";

/** Shortcuts with a modifier, except one, which can be switched off, since speech input may trigger single letters. */
export function startShortcuts() {
  const singleKeys = document.querySelector("[data-single-keys]");
  if (singleKeys) {
    singleKeys.checked = localStorage.getItem(SINGLE_KEYS) !== "off";
    singleKeys.addEventListener("change", () => localStorage.setItem(SINGLE_KEYS, singleKeys.checked ? "on" : "off"));
  }
  addEventListener("keydown", (event) => {
    if (event.isComposing || document.querySelector("dialog[open]")) return;
    const isWrite = (event.ctrlKey || event.metaKey) && event.key === "/";
    const isOwn = event.altKey && event.shiftKey && !event.ctrlKey && !event.metaKey;
    if (isWrite) show(event, "", "message");
    else if (isOwn && event.code === "KeyT") addTask(event);
    else if (singleKey(event) === "q") addTask(event);
    else if (singleKey(event) === "?") document.getElementById("shortcuts")?.showModal();
    else if (isOwn && event.code === "KeyN") document.querySelector("[data-new-chat]")?.click();
  });
}

/** The letter of a shortcut without a modifier, in lower case; "" if it is anything else, or they are switched off. */
export function singleKey(event) {
  const hasModifier = event.ctrlKey || event.metaKey || event.altKey;
  const isOff = document.querySelector("[data-single-keys]:not(:checked), dialog[open]");
  return event.isComposing || event.repeat || hasModifier || isOff || isTyping(event.target) ? "" : event.key.toLowerCase();
}

function show(event, hash, id) {
  const field = document.getElementById(id);
  if (!field) return;
  event.preventDefault();
  if (!field.checkVisibility()) location.hash = hash || "#main";
  field.focus();
}

function addTask(event) {
  if (document.getElementById("new-task")) return show(event, "#tasks", "new-task");
  event.preventDefault();
  document.getElementById("quick-add")?.showModal();
}

/** Is it an element in which a person writes or chooses? */
export function isTyping({ isContentEditable, tagName, type }) {
  return isContentEditable || ["TEXTAREA", "SELECT"].includes(tagName) || (tagName === "INPUT" && !["checkbox", "radio", "button", "submit"].includes(type));
}
