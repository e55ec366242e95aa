import { clone } from "./dom.js";

/** Adds what pins, renames and deletes a chat to each entry of the list; without a script only the open one has it. */
export function addChatActions(list) {
  for (const item of list.querySelectorAll("li:not(:has([data-rename]))")) {
    const actions = clone("template-chat-actions", idOf(item));
    if ("pinned" in item.dataset) offerUnpin(actions.querySelector("[data-pin]"));
    item.append(actions);
  }
}

/** The id of the chat of an entry. */
export function idOf(item) {
  return item.querySelector("a").id.replace("chat-", "");
}

function offerUnpin(button) {
  Object.assign(button, { value: "", title: "Unpin" });
  button.querySelector("span").textContent = "Unpin this chat";
}
