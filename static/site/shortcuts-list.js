import { SINGLE_KEYS } from "./shortcuts.js";

let loading = null;

/** Shows the list of shortcuts, which the server draws when it is first asked for. Rejects if it cannot be had now. */
export async function showShortcuts() {
  loading ??= load();
  try {
    (await loading).showModal();
  } catch (error) {
    loading = null;
    throw error;
  }
}

async function load() {
  const response = await fetch("/fragments/shortcuts/", { credentials: "same-origin" });
  if (!response.ok || response.redirected) throw new Error(`The list of shortcuts answers ${response.status}`);
  document.body.insertAdjacentHTML("beforeend", await response.text());
  const dialog = document.getElementById("shortcuts");
  const singleKeys = dialog.querySelector("[data-single-keys]");
  singleKeys.checked = localStorage.getItem(SINGLE_KEYS) !== "off";
  singleKeys.addEventListener("change", () => localStorage.setItem(SINGLE_KEYS, singleKeys.checked ? "on" : "off"));
  return dialog;
}
