import { aroundSwaps } from "../live/parts.js";
import { hook, say } from "../site/dom.js";
import { AGENT_DONE, APPROVAL_REQUESTED, APPROVAL_RESOLVED, RUN_CANCELLED, RUN_FAILED, TOOL_COMPLETE, TOOL_ERROR, TOOL_STARTING, TOOL_UNDONE } from "../streaming/events.js";

const ENDED = ":not([data-state=starting], [data-state=awaiting_approval])";
// How a step is drawn when it shows what the event says.
const SHOWN = {
  [TOOL_STARTING]: "[data-state=starting]",
  [APPROVAL_REQUESTED]: "[data-state=awaiting_approval]",
  [APPROVAL_RESOLVED]: ":not([data-state=awaiting_approval])",
  [TOOL_COMPLETE]: ENDED,
  [TOOL_ERROR]: ENDED,
  [TOOL_UNDONE]: "[data-undone]",
};
// Of other steps, the state is announced, too.
const PLAIN = ":is([data-state=starting], [data-state=done], [data-state=awaiting_approval]):not([data-undone])";

/** Announces what runs do, in the words of the page, as soon as they are drawn: events are in English. */
export class Announcements {
  #log;
  #announcer;
  #waiting = new Map(); // id of a call or run → { words(), announce(words) }: announced when there are words

  constructor(log, announcer) {
    this.#log = log;
    this.#announcer = announcer;
    aroundSwaps(log, () => () => this.#announce());
  }

  handle({ event_type: type, call_id: call, run_id: run, result }) {
    const spoken = (words) => this.#announcer.say(words);
    const warned = (words) => this.#announcer.warn(words);
    const step = () => this.#step(call, SHOWN[type]);
    if (type === APPROVAL_REQUESTED) this.#wait(call, step, (words) => warned(`${words} ${say("This waits for you to approve or decline.")}`));
    else if (SHOWN[type]) this.#wait(call, step, spoken);
    else if (type === RUN_FAILED) this.#wait(run, () => this.#log.querySelector(`[data-run="${run}"] [data-run-error-text]`)?.textContent, warned);
    else if (type === AGENT_DONE) this.#wait(run, () => this.#log.querySelector(`[data-run="${run}"][data-status=succeeded]`) && say("The answer is complete."), spoken);
    else if (type === RUN_CANCELLED) spoken(result.withdrawn ? say("Withdrawn.") : say("Stopped."));
    this.#announce(); // what is drawn already
  }

  #wait(id, words, announce) {
    this.#waiting.set(id, { words, announce });
  }

  #announce() {
    for (const [id, { words, announce }] of this.#waiting) {
      const now = words();
      if (!now) continue;
      this.#waiting.delete(id);
      announce(now);
    }
  }

  #step(call, shown) {
    const step = hook(this.#log, `call-id="${call}"`);
    if (!step?.matches(shown)) return "";
    const state = step.matches(PLAIN) ? "" : `${hook(step, "state-word").textContent}: `;
    return `${state}${hook(step, "text").textContent} ${hook(step, "step-error")?.textContent ?? ""}`.trim();
  }
}
