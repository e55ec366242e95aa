import { EventStream } from "../streaming/event-stream.js";
import { hook, say } from "../site/dom.js";
import { Rows } from "./rows.js";

const OUTCOMES = {
  running: say("The plan has been approved, so it can no longer be edited."),
  rejected: say("The plan has been rejected, so it can no longer be edited."),
  cancelled: say("The plan has been stopped, so it can no longer be edited."),
};
const CHANGED = say("The plan has changed in the meantime. What you write here is kept, but cannot be saved over it.");

const root = document.querySelector("[data-plan-edit]");
const { socketUrl, eventsUrl, cursor, planId, version } = root.dataset;

new Rows(root);

function tell(text) {
  hook(root, "edit-error-text").textContent = text;
  hook(root, "edit-error").hidden = false;
}

new EventStream({
  socketUrl,
  eventsUrl,
  cursor,
  onEvent: ({ result }) => {
    if (result?.plan_id !== planId) return;
    const { plan } = result;
    if (plan.status !== "awaiting_approval") tell(OUTCOMES[plan.status] ?? CHANGED);
    else if (plan.version !== Number(version)) tell(CHANGED);
  },
}).start();
