import { NO_ANSWER, SLOW, SLOW_AFTER } from "../site/api.js";
import { hook, setText } from "../site/dom.js";
import { moveFocus } from "../site/focus.js";
import { parsePage } from "./loading.js";

/** The forms of a plan, sent without leaving the page: the answer is the page as it is then. */
export class Controls {
  #onPage;

  /** `onPage(document)` */
  constructor(root, onPage) {
    this.#onPage = onPage;
    root.addEventListener("submit", (event) => this.#submitted(event));
  }

  #submitted(event) {
    const form = event.target.closest("[data-control]");
    if (!form) return;
    event.preventDefault();
    this.#send(form, event.submitter);
  }

  async #send(form, submitter) {
    const line = problemLine(form);
    const body = new FormData(form, submitter);
    const buttons = [...form.elements].filter(({ type }) => type === "submit");
    setText(line, "");
    const returnFocus = moveFocus(form, submitter);
    for (const button of buttons) button.disabled = true;
    const timer = setTimeout(() => setText(line, SLOW), SLOW_AFTER);
    const answer = await post(form.action, body);
    clearTimeout(timer);
    setText(line, "");
    for (const button of buttons) button.disabled = false;
    if (!answer?.isOk) returnFocus();
    if (answer === null) return setText(line, NO_ANSWER);
    if (answer.place !== location.pathname && answer.isOk) return location.assign(answer.place); // signed out
    const problem = [...answer.page.querySelectorAll("[data-live] [data-problem]")].map(({ textContent }) => textContent).find(Boolean);
    if (hook(answer.page, "plan-page")) this.#onPage(answer.page);
    else if (!answer.isOk) setText(line, "The server could not do that. Open this page again, then try once more.");
    if (problem) setText(line.isConnected ? line : problemLine(document), problem);
  }
}

/** The line beside a form on which it is told why something could not be done. */
function problemLine(form) {
  const step = form.closest?.("[data-step-id]");
  return step ? step.querySelector(":scope > * > [data-problem]") : document.querySelector("[data-dock] [data-problem]");
}

async function post(address, body) {
  try {
    const response = await fetch(address, { method: "POST", credentials: "same-origin", body });
    return { isOk: response.ok, place: new URL(response.url).pathname, page: parsePage(await response.text()) };
  } catch {
    return null;
  }
}
