import { NO_ANSWER, SLOW, problem, request } from "../site/api.js";
import { hook, setText } from "../site/dom.js";
import { moveFocus } from "../site/focus.js";
import { changedArguments, withAnswer } from "./arguments.js";

/**
 * The buttons on runs and steps. What they do is drawn by the events that follow, here as in every other tab;
 * only a refusal is told at the place where it was asked.
 */
export class Actions {
  #announcer;
  #withdrawing = new Map(); // the messages that this tab takes back, by run

  constructor(root, announcer) {
    this.#announcer = announcer;
    root.addEventListener("submit", (event) => this.#submitted(event));
  }

  /** The text of a withdrawn message, if it was withdrawn in this tab. */
  withdrawn(runId) {
    const text = this.#withdrawing.get(runId);
    this.#withdrawing.delete(runId);
    return text;
  }

  #submitted(event) {
    const form = event.target.closest("[data-verb]");
    if (!form) return;
    event.preventDefault();
    const verb = event.submitter?.dataset.verb ?? form.dataset.verb;
    this.#do(form, verb, event.submitter);
  }

  async #do(form, verb, submitter) {
    const place = placeOf(form);
    const line = place.element && hook(place.element, "problem");
    if (line) setText(line, "");
    let body;
    try {
      if (verb === "approve") body = "question" in form.dataset ? withAnswer(form, submitter?.value) : changedArguments(form);
    } catch (error) {
      return setText(line, error.message);
    }
    if ("withdraw" in form.dataset) this.#withdrawing.set(place.run, messageOf(form));
    const buttons = [...form.elements].filter((element) => element.type === "submit");
    const returnFocus = moveFocus(form, submitter);
    for (const button of buttons) button.disabled = true;
    const tell = (text) => (line ? setText(line, text) : this.#announcer.tell(text));
    const wish = { onSlow: () => tell(SLOW) };
    const answer = await request("POST", `${place.address}${verb}/`, body && { arguments: body }, wish).catch(() => null);
    if (answer?.ok) return tell(""); // pressed they stay, until the event takes them away
    for (const button of buttons) button.disabled = false;
    returnFocus();
    this.#withdrawing.delete(place.run);
    tell(answer ? problem(answer) : NO_ANSWER);
  }
}

/** What a form is about: the step it stands in, or else its run. */
function placeOf(form) {
  const step = form.closest("[data-call-id]");
  if (step) return { element: step, address: `/api/tool-calls/${encodeURIComponent(step.dataset.callId)}/` };
  const run = form.dataset.stop ?? form.closest("[data-run]").dataset.run;
  const element = document.querySelector(`[data-run="${run}"] > [data-run-foot]`);
  return { element, run, address: `/api/runs/${run}/` };
}

function messageOf(form) {
  return hook(form.closest("[data-turn]"), "body").textContent;
}
