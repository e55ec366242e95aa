import { AGENT_DONE, APPROVAL_REQUESTED, PLAN_UPDATE, RUN_FAILED, TASK_REMINDER } from "../streaming/events.js";
import { say } from "../site/dom.js";
import { offer } from "./offer.js";

const LENGTH = 140; // characters of a text
const HELD = 10_000; // milliseconds in which the other tabs receive the same event
const PLAN_NEWS = {
  awaiting_approval: say("The plan is ready, and waits for your approval."),
  completed: say("The plan is carried out."),
  failed: say("The plan has failed."),
};

/**
 * What an event has to say to a person who looks elsewhere: { title, body, url, tag }, or undefined. Later news with the
 * same tag replace earlier ones.
 */
export function newsIn({ event_type: type, conversation_id: id, message, error, result }, list) {
  const chat = { title: list.titleOf(id) || "Lockstep", url: list.isChat(id) ? `/c/${id}/` : "/plans/", tag: `chat-${id}` };
  if (type === APPROVAL_REQUESTED) return { ...chat, body: `${inEnglish(message)} ${say("This waits for you.")}`.trim() };
  if (type === TASK_REMINDER) return newsOfTask(result, inEnglish(message) || say("Reminder"));
  if (type === PLAN_UPDATE) return newsOfPlan(result);
  if (!list.isChat(id)) return undefined; // a run of a plan
  if (type === AGENT_DONE) return result.client ? undefined : { ...chat, body: withoutMarkup(result.response) };
  return type === RUN_FAILED ? { ...chat, body: inEnglish(error) || say("The answer has failed.") } : undefined;
}

/** Sentences of events are in English. Pages in other languages say less, in theirs. */
function inEnglish(sentence) {
  return document.documentElement.lang.startsWith("en") ? sentence : "";
}

/** Offers notifications, after something was missed. It comes once, whatever the answer is. */
export function offerNotifications(choice) {
  offer("notifications", say("Something happened while you were away."), [
    [say("Notify me next time"), () => choice.turnOn()],
    [say("No, thanks"), () => choice.turnOff()],
  ]);
}

function newsOfTask({ number, title }, message) {
  return { title, body: message, url: `/tasks/${number}/`, tag: `task-${number}` };
}

function newsOfPlan({ plan_id: id, plan }) {
  const body = PLAN_NEWS[plan.status];
  return body && { title: plan.title || say("Your plan"), body, url: `/plans/${id}/`, tag: `plan-${id}` };
}

function withoutMarkup(markdown) {
  const text = markdown.replace(/^#+ |[*`|]+/gm, "").replace(/\s+/g, " ").trim();
  return text.length > LENGTH ? `${text.slice(0, LENGTH)}…` : text;
}

/** Show a notification. Resolves when no other tab needs to know any more that this one has shown it. */
export async function show({ title, body, url, tag }) {
  const worker = await navigator.serviceWorker?.getRegistration();
  if (worker) await worker.showNotification(title, { body, tag, data: { url } }); // phones know no other way
  else showWithoutWorker(title, { body, tag }, url);
  await new Promise((resolve) => setTimeout(resolve, HELD));
}

function showWithoutWorker(title, options, url) {
  const notification = new Notification(title, options);
  notification.addEventListener("click", () => {
    focus();
    notification.close();
    if (location.pathname !== url) location.assign(url);
  });
}
