import { post } from "../live/forms.js";
import { watchDates } from "../live/dates.js";
import { follow } from "../live/follow.js";
import { refresh } from "../live/parts.js";
import { hook, setText } from "../site/dom.js";
import { LIST_EVENTS, TASK_EVENTS, TRASH_EMPTIED } from "../streaming/events.js";
import { offerUndo, startUndoKey } from "./undo.js";

/** The pages of the history and of the trash. What is done on them is drawn with the event that follows. */
const root = document.querySelector("[data-history-page]");
const list = hook(root, "history");
const forms = document.getElementById("act");
const tell = (text) => setText(hook(root, "frame-problem"), text);

forms.addEventListener("submit", async (event) => {
  event.preventDefault();
  const response = await post(forms, event.submitter, tell);
  if (response?.status !== 200) return; // nothing is said, or it was refused
  const { said, undo_url: address } = await response.json();
  if (address) offerUndo(root, { word: said, title: "", address }, tell);
});
startUndoKey(root);

root.addEventListener("click", async (event) => {
  const link = event.target.closest("[data-question]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  if (await confirmed(link.dataset.question)) post(forms, null, tell, link.href);
});

function confirmed(question) {
  const dialog = document.getElementById("confirm");
  dialog.querySelector("p").textContent = question;
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "confirm"), { once: true });
  });
}

watchDates(list, () => refresh(list));
follow(root, {
  onEvent: ({ event_type: type }) => [...TASK_EVENTS, ...LIST_EVENTS, TRASH_EMPTIED].includes(type) && refresh(list),
  onReset: () => refresh(list),
});
