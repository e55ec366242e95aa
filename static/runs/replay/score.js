import { APPROVAL_REQUESTED, APPROVAL_RESOLVED, LAST_EVENTS, MESSAGE_COMPLETE, MESSAGE_CREATED, RUN_RETRYING, TOOL_COMPLETE, TOOL_STARTING } from "../../streaming/events.js";

/**
 * The time at which each event of a run is played. Pure: no clock, no page.
 *
 * The replay has the original speed, with two exceptions: long waits are shortened, and steps that took almost no time
 * are shown long enough to be seen, as in the chat.
 */

const LONG = 3000; // milliseconds; a longer wait is shortened …
const SHORTENED = 1600; // … to this
const GLIMPSE = { [TOOL_STARTING]: 320, [TOOL_COMPLETE]: 160, [APPROVAL_REQUESTED]: 800, [APPROVAL_RESOLVED]: 400, [RUN_RETRYING]: 800 };
const WRITING_ENDS = new Set([MESSAGE_COMPLETE, RUN_RETRYING, ...LAST_EVENTS]);

export class Score {
  #at; // [played, real] of each event
  #waits = []; // [from, to, real milliseconds], in played time
  #texts = new Map(); // index of the event that began a text → index of the one that completed it

  constructor(events) {
    this.events = events;
    const times = events.map(({ at }) => Date.parse(at) - Date.parse(events[0].at));
    this.#findTexts();
    this.#at = [[0, 0]];
    for (let index = 1; index < events.length; index += 1) this.#place(index, times);
  }

  get length() {
    return this.#at.at(-1)[0];
  }

  /** Real milliseconds from the first event to the last. */
  get lasted() {
    return this.#at.at(-1)[1];
  }

  /** The number of events up to then. */
  countAt(played) {
    const next = this.#at.findIndex(([at]) => at > played);
    return next === -1 ? this.#at.length : next;
  }

  realAt(played) {
    const count = this.countAt(played);
    const [from, started] = this.#at[count - 1];
    if (count === this.#at.length) return started;
    const [to, over] = this.#at[count];
    return started + ((played - from) / (to - from)) * (over - started);
  }

  /** The real length of the wait while a shortened wait is played; otherwise null. */
  waitAt(played) {
    return this.#waits.find(([from, to]) => played >= from && played < to)?.[2] ?? null;
  }

  /** The text that is being written at that time, as far as it is then; null if there is none. */
  textAt(played) {
    for (const [started, completed] of this.#texts) {
      const [[from], [to]] = [this.#at[started], this.#at[completed]];
      if (played < from || played >= to) continue;
      const first = this.events[started].result.content.length;
      const whole = this.events[completed].result?.content ?? "";
      const length = first + ((played - from) / (to - from)) * (whole.length - first);
      return whole.slice(0, Math.max(first, Math.round(length)));
    }
    return null;
  }

  /** The log has only the first piece of a text and the whole; in between, it grows evenly. */
  #findTexts() {
    this.events.forEach(({ event_type: type, result }, index) => {
      if (type !== MESSAGE_CREATED || result.role !== "assistant") return;
      const end = this.events.findIndex((event, later) => later > index && WRITING_ENDS.has(event.event_type));
      if (end !== -1 && this.events[end].event_type === MESSAGE_COMPLETE) this.#texts.set(index, end);
    });
  }

  #place(index, times) {
    const [played] = this.#at[index - 1];
    const gap = Math.max(0, times[index] - times[index - 1]);
    const isWriting = [...this.#texts].some(([from, to]) => index > from && index <= to);
    const kept = gap > LONG && !isWriting ? SHORTENED : Math.max(gap, GLIMPSE[this.events[index - 1].event_type] ?? 0);
    if (kept < gap) this.#waits.push([played, played + kept, gap]);
    this.#at.push([played + kept, times[index]]);
  }
}
