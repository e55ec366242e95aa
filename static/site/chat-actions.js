import { clone } from "./dom.js";

/** Adds links to rename and delete to each entry of the list of chats; without a script only the open one has them. */
export function addChatActions(list) {
  for (const item of list.querySelectorAll("li:not(:has([data-rename]))")) {
    item.append(clone("template-chat-actions", idOf(item)));
  }
}

/** The id of the chat of an entry. */
export function idOf(item) {
  return item.querySelector("a").id.replace("chat-", "");
}
