import { watchDates } from "../live/dates.js";
import { follow } from "../live/follow.js";
import { refresh } from "../live/parts.js";
import { hook, say, setText } from "../site/dom.js";
import { APPROVAL_REQUESTED, APPROVAL_RESOLVED, PLAN_UPDATE, STEP_UPDATE } from "../streaming/events.js";

const CONCERNED = new Set([PLAN_UPDATE, STEP_UPDATE, APPROVAL_REQUESTED, APPROVAL_RESOLVED]);

const root = document.querySelector("[data-plans-page]");
const list = hook(root, "plan-list");

const form = hook(root, "new-plan");
const goal = form.querySelector("textarea");

function complain(text) {
  setText(hook(form, "goal-error-text"), text);
  hook(form, "goal-error").hidden = text === "";
  goal.setAttribute("aria-invalid", `${text !== ""}`);
}

function problemOf(text) {
  const length = Array.from(text).length;
  const limit = Number(goal.dataset.limit);
  if (length === 0) return say("Write what you want to reach.");
  if (length <= limit) return "";
  return say("The goal is too long: {length} of at most {limit} characters.", { length, limit });
}

form.addEventListener("submit", (event) => {
  const problem = problemOf(goal.value.trim());
  complain(problem);
  if (problem) {
    event.preventDefault();
    goal.focus();
  } else event.submitter.disabled = true;
});
goal.addEventListener("input", () => complain(""));
addEventListener("pageshow", () => { form.querySelector("button").disabled = false; });

watchDates(list, () => refresh(list));

follow(root, {
  onEvent: ({ event_type: type }) => CONCERNED.has(type) && refresh(list),
  onReset: () => refresh(list),
});
