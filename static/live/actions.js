import { hook, setText } from "../site/dom.js";
import { moveFocus } from "../site/focus.js";
import { post } from "./forms.js";

/**
 * Forms on runs, steps and plans (`data-action`), sent without leaving the page. What they do is drawn when the
 * events come, here as in every other tab; only a refusal is shown at the place where it was asked.
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
    const form = event.target.closest("[data-action]");
    if (!form) return;
    event.preventDefault();
    this.#send(form, event.submitter);
  }

  async #send(form, submitter) {
    const { run } = form.closest("[data-run]")?.dataset ?? {};
    const line = problemLine(form);
    const tell = (text) => (line ? setText(line, text) : this.#announcer.tell(text));
    if ("withdraw" in form.dataset) this.#withdrawing.set(run, messageOf(form));
    const buttons = [...form.elements].filter((element) => element.type === "submit");
    const returnFocus = moveFocus(form, submitter);
    const answer = post(form, submitter, tell);
    for (const button of buttons) button.disabled = true;
    if (await answer) return; // pressed they stay, until they are drawn anew
    for (const button of buttons) button.disabled = false;
    returnFocus();
    this.#withdrawing.delete(run);
  }
}

/** The line on which the place around the form says what could not be done. */
function problemLine(form) {
  const place = form.closest("[data-place]");
  return [...(place?.querySelectorAll("[data-problem]") ?? [])].find((line) => line.closest("[data-place]") === place);
}

function messageOf(form) {
  return hook(form.closest("[data-turn]"), "body").textContent;
}
