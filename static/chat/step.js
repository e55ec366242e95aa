import { duration } from "../site/dates.js";
import { clone, hook, setText } from "../site/dom.js";
import { approvalCard } from "./approval.js";

const WORDS = {
  starting: "Working",
  done: "Done",
  failed: "Failed",
  declined: "Declined",
  stopped: "Stopped",
  awaiting_approval: "Waiting for approval",
  unfinished: "Not finished",
};
const ENDED = new Set(["done", "failed", "declined", "stopped"]);
const GLIMPSE = 320; // milliseconds for which a step is seen working, however quick it was

/** One tool call: a line on the rail. */
export class Step {
  #shownAt = 0;
  #timer;
  #drawLate = null; // draws the end that is still to be seen

  constructor(element) {
    this.element = element;
    this.state = element.dataset.state;
  }

  static create(frame) {
    const element = clone("template-step", frame.call_id);
    element.dataset.callId = frame.call_id;
    element.dataset.tool = frame.tool;
    element.dataset.new = "";
    setText(hook(element, "tool-name"), frame.tool);
    return new Step(element);
  }

  get hasEnded() {
    return ENDED.has(this.state);
  }

  start(frame) {
    if (this.hasEnded) return;
    this.element.dataset.startedAt = frame.at;
    this.#shownAt = performance.now();
    this.#fillFacts(frame.result?.arguments ?? {});
    this.#draw("starting", frame.message);
  }

  progress(frame) {
    if (this.hasEnded) return;
    this.#draw("starting", frame.message);
    const { part, total } = frame.result ?? {};
    const bar = hook(this.element, "progress");
    if (total > 0) {
      bar.max = total;
      bar.value = part;
      bar.hidden = false;
    }
  }

  /** A person has to decide before it goes on. */
  ask(frame) {
    if (this.hasEnded) return;
    this.#shownAt = 0;
    this.#draw("awaiting_approval", frame.message);
    if (frame.result.is_question) setText(hook(this.element, "state-word"), "Waiting for your answer");
    this.#dropCard();
    hook(this.element, "decision").after(approvalCard(frame));
  }

  /** Somebody has decided, or nobody did in time. */
  decide(frame) {
    const { decision, arguments: given } = frame.result;
    const isQuestion = hook(this.element, "question") !== null;
    this.#dropCard();
    setText(hook(this.element, "decision"), isQuestion ? asAnswer(frame.message) : frame.message);
    this.#fillFacts(given ?? {});
    if (!this.hasEnded) this.#draw(decision === "approved" ? "starting" : "declined", hook(this.element, "text").textContent);
  }

  /** What it had changed is as it was before. */
  undo(frame) {
    this.#drawLate?.();
    delete this.element.dataset.undoable;
    this.element.dataset.undone = "";
    setText(hook(this.element, "state-word"), frame.message);
    setText(hook(this.element, "problem"), "");
  }

  get isAtWork() {
    return this.state === "starting" || this.state === "awaiting_approval";
  }

  get isUndoable() {
    return "undoable" in this.element.dataset;
  }

  end(frame, state) {
    if (this.hasEnded) return;
    this.state = state;
    if (frame.result?.changes > 0) this.element.dataset.undoable = "";
    const started = this.element.dataset.startedAt;
    const took = started ? duration(Date.parse(frame.at) - Date.parse(started)) : "";
    const draw = () => this.#drawEnd(frame, state, took);
    if (this.lag === 0) return draw();
    this.#drawLate = draw;
    this.#timer = setTimeout(draw, this.lag);
  }

  /** Milliseconds until it has been seen working for long enough. */
  get lag() {
    if (!this.#shownAt || document.visibilityState !== "visible") return 0;
    return Math.max(0, this.#shownAt + GLIMPSE - performance.now());
  }

  /** The attempt is over, this call with it. */
  interrupt(state) {
    if (this.hasEnded) return;
    this.#dropCard();
    this.#draw(state, hook(this.element, "text").textContent);
    const bar = hook(this.element, "progress");
    // Each part that a long call has told was written for good.
    if (state === "stopped" && !bar.hidden && bar.value > 0) this.element.dataset.undoable = "";
    bar.hidden = true;
  }

  #drawEnd(frame, state, took) {
    const { message, error, count, result } = frame;
    this.element.dataset.ticked = "";
    hook(this.element, "progress").hidden = true;
    setText(hook(this.element, "duration"), took);
    setText(hook(this.element, "count"), countLabel(count, message));
    setText(hook(this.element, "step-error"), error && !message?.includes(error) ? error : "");
    if (frame.tool === "make_plan" && result?.plan) this.#link(result.plan.url);
    this.#draw(state, message);
  }

  #link(url) {
    const link = hook(this.element, "plan-link");
    link.href = url;
    link.hidden = false;
  }

  #draw(state, text) {
    clearTimeout(this.#timer);
    this.#drawLate = null;
    this.state = state;
    this.element.dataset.state = state;
    setText(hook(this.element, "text"), text ?? "");
    setText(hook(this.element, "state-word"), WORDS[state] ?? state);
  }

  #dropCard() {
    hook(this.element, "approval")?.remove();
  }

  #fillFacts(facts) {
    const list = hook(this.element, "facts");
    for (const old of list.querySelectorAll("[data-fact]")) old.remove();
    for (const [name, value] of Object.entries(facts)) {
      if (value === null) continue;
      const term = document.createElement("dt");
      const fact = document.createElement("dd");
      term.dataset.fact = fact.dataset.fact = "";
      term.textContent = name.replaceAll("_", " ");
      fact.textContent = factText(value);
      list.append(term, fact);
    }
  }
}

/** A question is decided on as everything else, but in other words. */
function asAnswer(message) {
  return message.replace(/^Approved/, "Answered").replace(/^Declined/, "Skipped");
}

/** A number that the friendly line says already is not said twice. */
function countLabel(count, message = "") {
  return count === null || count === undefined || new RegExp(`\\b${count}\\b`).test(message ?? "") ? "" : `${count}`;
}

function factText(value) {
  if (Array.isArray(value)) return value.join(", ");
  if (typeof value === "boolean") return value ? "yes" : "no";
  return typeof value === "object" ? JSON.stringify(value) : `${value}`;
}
