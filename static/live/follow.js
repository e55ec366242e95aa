import { Notifications } from "../attention/notifications.js";
import { Title } from "../attention/title.js";
import { ConversationList } from "../chat/conversations.js";
import { hook, setText } from "../site/dom.js";
import { Toasts } from "../site/toasts.js";
import { EventStream } from "../streaming/event-stream.js";
import { refresh } from "./parts.js";

/**
 * Follows the person's events on a page, and keeps what every page has around its content up to date: the list of chats,
 * the chats that were just deleted, the tab's title, and notifications. `onEvent`, `onReset` and `onStatus` are those of `EventStream`.
 */
export function follow(root, { onEvent, onReset, onStatus }) {
  const { socketUrl, eventsUrl, cursor } = root.dataset;
  const conversations = hook(root, "conversations");
  const onProblem = (text) => setText(hook(root, "frame-problem"), text);
  const current = conversations.querySelector("[aria-current]")?.id.replace("chat-", "");
  const list = new ConversationList(root, { current, onDrawn: () => title.draw(), onProblem });
  const drawn = document.title;
  const title = new Title("", list);
  title.adopt(drawn);
  // htmx shows the title of a response, which lacks what came while the tab was hidden.
  document.addEventListener("htmx:finally:swap", ({ detail: { ctx } }) => ctx.title && title.adopt(ctx.title));
  const notifications = new Notifications(root.dataset.userId, list);
  const toasts = new Toasts(root, onProblem);
  new EventStream({
    socketUrl,
    eventsUrl,
    cursor,
    onEvent: (frame) => {
      list.handle(frame);
      title.handle(frame);
      notifications.handle(frame);
      toasts.handle(frame);
      onEvent(frame);
    },
    onReset: () => {
      refresh(conversations);
      toasts.refresh();
      onReset();
    },
    onStatus,
  }).start();
}
