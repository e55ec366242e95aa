import { Actions } from "../live/actions.js";
import { follow } from "../live/follow.js";
import { refresh } from "../live/parts.js";
import { hook, setText } from "../site/dom.js";
import { IMPORT_PROGRESS } from "../streaming/events.js";

/** The page of an import, which the server draws again with each step. */
const root = document.querySelector("[data-import-page]");
const part = document.getElementById("import");

new Actions(root, { tell: (text) => setText(hook(root, "frame-problem"), text) });

follow(root, {
  onEvent: ({ event_type: type, result }) => type === IMPORT_PROGRESS && result.id === part.dataset.import && refresh(part),
  onReset: () => refresh(part),
});
