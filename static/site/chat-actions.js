import { clone, say, setText } from "./dom.js";

/** Adds what pins, renames and deletes a chat to each entry of the list; without a script only the open one has it. */
export function addChatActions(list) {
  for (const item of list.querySelectorAll("li:not(:has([data-rename]))")) {
    item.append(clone("template-chat-actions", idOf(item)));
  }
  for (const item of list.querySelectorAll("li")) showPin(item.querySelector("[data-pin]"), "pinned" in item.dataset);
}

/** A title that is cut off is shown as a whole while the pointer is on it. */
export function showWholeTitles(list) {
  list.addEventListener("mouseover", ({ target }) => {
    const link = target.closest("li > a");
    if (link && link.scrollWidth > link.clientWidth) link.title = link.textContent;
  });
}

/** The id of the chat of an entry. */
export function idOf(item) {
  return item.querySelector("a").id.replace("chat-", "");
}

function showPin(button, isPinned) {
  const word = isPinned ? say("Unpin") : say("Pin");
  Object.assign(button, { value: isPinned ? "" : "yes", title: word });
  setText(button.querySelector("span"), isPinned ? say("Unpin this chat") : say("Pin this chat"));
}
