import { clone, hook, setText } from "../site/dom.js";
import { timeElement } from "../site/times.js";
import { fieldsFor } from "./arguments.js";

const SHOWN = 5; // tasks; the others are behind a lid

/** The card on which a person decides whether a tool may go on. */
export function approvalCard({ call_id: callId, result }) {
  if (result.is_question) return questionCard(callId, result);
  const { count, tasks, arguments: given, schema, expires_at: expiresAt } = result;
  const card = clone("template-approval", callId);
  card.dataset.arguments = JSON.stringify(given ?? {});
  fillList(hook(card, "approval-tasks"), tasks.slice(0, SHOWN));
  fillList(hook(card, "approval-others"), tasks.slice(SHOWN));
  const unlisted = count - tasks.length;
  const more = count - Math.min(tasks.length, SHOWN);
  setText(hook(card, "approval-more"), `and ${more} more`);
  setText(hook(card, "approval-unlisted"), unlisted > 0 ? `and ${unlisted} that are not listed here` : "");
  hook(card, "approval-rest").hidden = more === 0;
  const fields = fieldsFor(schema ?? {}, given ?? {}, tasks);
  hook(card, "approval-fields").append(...fields);
  hook(card, "approval-change").hidden = fields.length === 0;
  if (expiresAt) hook(card, "approval-expiry").replaceChildren("until ", timeElement(expiresAt));
  return card;
}

/** A question of the agent's: it is answered in one's own words, or with one of the options. */
function questionCard(callId, { arguments: given, expires_at: expiresAt }) {
  const card = clone("template-question", callId);
  card.dataset.arguments = JSON.stringify(given);
  const options = hook(card, "options");
  options.textContent = "";
  for (const option of given.options ?? []) {
    const button = document.createElement("button");
    Object.assign(button, { className: "button", name: "argument-answer", value: option, textContent: option });
    options.append(button);
  }
  hook(card, "options-word").hidden = !options.childElementCount;
  if (expiresAt) hook(card, "approval-expiry").replaceChildren("until ", timeElement(expiresAt));
  return card;
}

function fillList(list, tasks) {
  list.hidden = tasks.length === 0;
  for (const { number, title, change } of tasks) {
    const item = clone("template-approval-task");
    setText(hook(item, "number"), `#${number}`);
    setText(hook(item, "title"), title);
    setText(hook(item, "becomes"), change ?? "");
    list.append(item);
  }
}
