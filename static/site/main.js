import { addChatActions, showWholeTitles } from "./chat-actions.js";
import { startMenus } from "./menus.js";
import { startPalette } from "./palette.js";
import { startShortcuts } from "./shortcuts.js";
import { startTheme } from "./theme.js";
import { startQuickAdd } from "../tasks/quick-add-box.js";

startTheme();
startMenus();
startShortcuts();
startPalette();
if (matchMedia("(any-pointer: coarse)").matches) import("./keyboard.js").then(({ keepAboveKeyboard }) => keepAboveKeyboard());
// Only secure origins have service workers. Without one, the browser's own page says that the site cannot be reached.
addEventListener("load", () => navigator.serviceWorker?.register("/service-worker.js").catch(() => {}));

// Most people's times are in the zone of their browser.
const { timeZone: shownZone } = document.querySelector(".app")?.dataset ?? {};
if (shownZone && new Intl.DateTimeFormat().resolvedOptions().timeZone !== shownZone) {
  import("../attention/time-zone.js").then(({ offerTimeZone }) => offerTimeZone(document.querySelector(".app").dataset));
}

const chats = document.getElementById("conversations");
if (chats) {
  addChatActions(chats);
  showWholeTitles(chats);
}
else navigator.clearAppBadge?.(); // signed out

for (const form of document.querySelectorAll("[data-quick-add]")) startQuickAdd(form);

for (const button of document.querySelectorAll("[data-open-shortcuts]")) {
  button.addEventListener("click", () => import("./shortcuts-list.js").then(({ showShortcuts }) => showShortcuts()));
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-show-all]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  import("./excerpts.js").then(({ showAll }) => showAll(link), () => location.assign(link.href));
});

// Until one is chosen, the browser's time zone is the best guess.
const timeZone = document.querySelector("select[data-detect-time-zone]");
if (timeZone?.selectedOptions[0]?.defaultSelected) {
  import("./time-zones.js").then(({ ownTimeZone }) => {
    const own = ownTimeZone([...timeZone.options].map(({ value }) => value));
    if (own && timeZone.selectedOptions[0].defaultSelected) timeZone.value = own;
  });
}

// The address decides which pane a narrow screen shows; tell assistive technology as well.
const tabs = [...document.querySelectorAll("[data-tabs] a")];
function markTab() {
  const shown = document.querySelector(":target")?.closest("#chats, #tasks")?.id ?? "main";
  for (const tab of tabs) {
    const isHere = tab.hash ? tab.hash === `#${shown}` && tab.pathname === location.pathname : tab.matches(".tab-here");
    if (isHere) tab.setAttribute("aria-current", "true");
    else tab.removeAttribute("aria-current");
  }
}
addEventListener("hashchange", markTab);
markTab();
