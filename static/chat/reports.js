import { aroundSwaps } from "../live/parts.js";
import { hook, say } from "../site/dom.js";
import { AGENT_DONE, APPROVAL_REQUESTED, APPROVAL_RESOLVED, RUN_CANCELLED, RUN_FAILED, TOOL_COMPLETE, TOOL_ERROR, TOOL_STARTING, TOOL_UNDONE } from "../streaming/events.js";

const STEPS = new Set([TOOL_STARTING, TOOL_COMPLETE, TOOL_ERROR, APPROVAL_RESOLVED, TOOL_UNDONE]);
// Of other steps, the state is announced, too.
const PLAIN = ":is([data-state=starting], [data-state=done], [data-state=awaiting_approval]):not([data-undone])";

/** Announces what runs do, in the words of the page, as soon as they are drawn: events are in English. */
export class Reports {
  #log;
  #announcer;
  #waiting = new Map(); // id of a call or run → { words(), before, tell(words) }: announced when its words change

  constructor(log, announcer) {
    this.#log = log;
    this.#announcer = announcer;
    aroundSwaps(log, () => () => this.#drawn());
  }

  handle({ event_type: type, call_id: call, run_id: run, result }) {
    const spoken = (words) => this.#announcer.say(words);
    const step = () => this.#step(call);
    if (STEPS.has(type)) this.#wait(call, step, spoken);
    else if (type === APPROVAL_REQUESTED) this.#wait(call, step, (words) => this.#announcer.warn(`${words} ${say("This waits for you to approve or decline.")}`));
    else if (type === RUN_FAILED) this.#wait(run, () => this.#log.querySelector(`[data-run="${run}"] [data-run-error-text]`)?.textContent, (words) => this.#announcer.warn(words));
    else if (type === AGENT_DONE) this.#wait(run, () => this.#log.querySelector(`[data-run="${run}"][data-status=succeeded]`) && say("The answer is complete."), spoken);
    else if (type === RUN_CANCELLED) spoken(result.withdrawn ? say("Withdrawn.") : say("Stopped."));
  }

  #wait(id, words, tell) {
    this.#waiting.set(id, { words, tell, before: words() });
  }

  #drawn() {
    for (const [id, { words, tell, before }] of this.#waiting) {
      const now = words();
      if (!now || now === before) continue;
      this.#waiting.delete(id);
      tell(now);
    }
  }

  #step(call) {
    const step = hook(this.#log, `call-id="${call}"`);
    if (!step) return "";
    const state = step.matches(PLAIN) ? "" : `${hook(step, "state-word").textContent}: `;
    return `${state}${hook(step, "text").textContent} ${hook(step, "step-error")?.textContent ?? ""}`.trim();
  }
}
