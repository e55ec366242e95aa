import { NO_ANSWER, SLOW, SLOW_AFTER, csrfToken } from "../site/api.js";
import { say } from "../site/dom.js";

const REFUSALS = {
  403: say("This page is too old. Open it again, then try once more."),
  404: say("That does not exist any more."),
};
const SIGNED_OUT = say("You are signed out. Open this page again to sign in.");
const FAILED = say("The server could not do that. Try again in a moment.");

/**
 * Sends a form as the browser would without a script, but stays on the page: the result arrives as events. Resolves
 * to the response, or to null if it has failed. `onProblem(text)` is called with the error, and with "" while there is none.
 */
export async function post(form, submitter, onProblem, address = addressOf(form, submitter)) {
  const timer = setTimeout(() => onProblem(SLOW), SLOW_AFTER);
  onProblem("");
  const response = await send(address, new FormData(form, submitter)).catch(() => null);
  const problem = response ? await problemOf(response) : NO_ANSWER;
  clearTimeout(timer);
  onProblem(problem);
  return problem ? null : response;
}

function addressOf(form, submitter) {
  return submitter?.hasAttribute("formaction") ? submitter.formAction : form.action;
}

function send(address, body) {
  body.set("csrfmiddlewaretoken", csrfToken());
  const headers = { "HX-Request": "true", "HX-Current-URL": location.href };
  return fetch(address, { method: "POST", credentials: "same-origin", headers, body });
}

/** The error for people, or "". */
function problemOf(response) {
  if (response.redirected) return SIGNED_OUT;
  if (response.ok) return "";
  const isSentence = response.headers.get("Content-Type")?.startsWith("text/plain");
  return isSentence ? response.text() : (REFUSALS[response.status] ?? FAILED);
}
