import { clone, hook, setText } from "../site/dom.js";
import { moveFocus } from "../site/focus.js";
import { post } from "./forms.js";
import { tick } from "./parts.js";

const PLACES = "[data-call-id], [data-run], [data-place]"; // which show what could not be done in them

/**
 * Forms on runs, steps and plans (`data-action`), sent without leaving the page. Their result is drawn when the
 * events come, as in every other tab; only an error is shown next to the form.
 */
export class Actions {
  #announcer;
  #withdrawing = new Map(); // messages that this tab withdraws, by run
  #pressed = new Map(); // button → when its form was done

  constructor(root, announcer) {
    this.#announcer = announcer;
    root.addEventListener("submit", (event) => this.#submitted(event));
    root.addEventListener("htmx:after:swap", ({ detail }) => this.#release(detail.ctx));
  }

  /** The text of a withdrawn message, if this tab has withdrawn it. */
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
    const asked = submitter ?? form; // many buttons share a form elsewhere on the page
    const { run } = asked.closest("[data-run]")?.dataset ?? {};
    const place = asked.closest(PLACES);
    const tell = (text) => (place ? showProblem(place, text) : this.#announcer.tell(text));
    if ("withdraw" in asked.dataset) this.#withdrawing.set(run, messageOf(asked));
    const buttons = form.contains(asked) ? [...form.elements].filter(({ type }) => type === "submit") : [submitter];
    const returnFocus = moveFocus(form, submitter);
    const answer = post(form, submitter, tell);
    for (const button of buttons) button.disabled = true;
    if (await answer) return this.#hold(buttons);
    for (const button of buttons) button.disabled = false;
    returnFocus();
    this.#withdrawing.delete(run);
  }

  /** Buttons stay pressed until their result is drawn. */
  #hold(buttons) {
    const done = tick();
    for (const button of buttons) this.#pressed.set(button, done);
  }

  #release({ askedAt, targets }) {
    for (const [button, done] of this.#pressed) {
      const isDrawn = askedAt > done && targets.some((target) => target.contains(button));
      if (isDrawn) button.disabled = false;
      if (isDrawn || !button.isConnected) this.#pressed.delete(button);
    }
  }
}

/** Shows an error next to a button. */
function showProblem(place, text) {
  let line = [...place.querySelectorAll("[data-problem]")].find((element) => element.closest(PLACES) === place);
  if (!line && !text) return;
  if (!line) (place.querySelector(".run-foot") ?? place).append((line = clone("template-problem")));
  setText(line, text);
}

function messageOf(element) {
  return hook(element.closest("[data-turn]"), "body").textContent;
}
