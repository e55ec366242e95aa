import { duration } from "../site/dates.js";
import { clone, hook, setText } from "../site/dom.js";
import { fillMessage, setState } from "./messages.js";
import { Step } from "./step.js";
import { StreamingText } from "./streaming-text.js";

const COLLAPSE_AFTER = 900; // milliseconds, so that the last tick is seen
const THOUGHT_CHARACTERS = 4000; // of the end
const LAST_STATUS = new Set(["succeeded", "failed", "cancelled"]);

/** A run: the timeline of its tool calls, the reply as it is written, and the error if it failed. */
export class RunView {
  #timeline;
  #reply;
  #text;
  #steps;
  #context;
  #outcome; // its last status, as soon as that is known
  #isResting = false; // a person has to decide, or has just done so

  /** `context`: { scroller, loadRun(id) } */
  constructor(element, context) {
    this.element = element;
    this.#context = context;
    this.#outcome = LAST_STATUS.has(element.dataset.status) ? element.dataset.status : null;
    this.#isResting = this.isAsking;
    this.#timeline = element.querySelector(".timeline");
    this.#reply = element.querySelector(".reply");
    const body = hook(this.#reply, "body");
    this.#text = new StreamingText("plain" in body.dataset ? body.textContent : "");
    this.#steps = new Map([...element.querySelectorAll("[data-call-id]")].map((step) => [step.dataset.callId, new Step(step)]));
  }

  static create(frame, context) {
    const element = clone("template-run", frame.run_id);
    element.dataset.run = frame.run_id;
    element.querySelector(".reply").dataset.messageId = frame.message_id;
    if (frame.result.continues) element.dataset.continues = "";
    setText(hook(element, "withdraw-word"), frame.result.continues ? "Stop" : "Withdraw");
    const run = new RunView(element, context);
    run.queue(frame);
    return run;
  }

  get id() {
    return this.element.dataset.run;
  }

  get replyId() {
    return this.#reply.dataset.messageId;
  }

  get position() {
    return Number(this.#reply.dataset.position) || Infinity;
  }

  get hasEnded() {
    return this.#outcome !== null;
  }

  get hasSucceeded() {
    return this.#outcome === "succeeded";
  }

  /** It has begun; until then its message can be withdrawn. */
  get isAtWork() {
    return !this.hasEnded && (this.element.dataset.status !== "queued" || this.#attempt > 0);
  }

  /** A person has to decide first; meanwhile it holds up no other run. */
  get isAsking() {
    return this.element.dataset.status === "awaiting_approval";
  }

  get isStopping() {
    return "stopping" in this.element.dataset;
  }

  get hasKeptSteps() {
    return [...this.#steps.values()].some(({ state }) => state === "done");
  }

  get #attempt() {
    return Number(this.element.dataset.attempt) || 0;
  }

  queue(frame) {
    this.element.dataset.status = "queued";
    this.#nameModel(frame.result);
    this.#showError(null);
    this.#wait("queued", frame.message);
    this.#arrange();
  }

  /** Which model answers, where people choose one; and, in the end, which one stood in for it. */
  #nameModel({ model, instead_of: insteadOf }) {
    const line = hook(this.element, "model");
    setText(line, insteadOf ? `${model} instead of ${insteadOf}` : model ?? "");
    line.hidden = !model;
    if (insteadOf) line.title = `${insteadOf} could not answer, so ${model} did.`;
  }

  /** How many runs come first; does nothing once it has begun. */
  waitBehind(ahead) {
    if (this.hasEnded || this.isAtWork) return;
    this.#wait("queued", ahead ? `Waiting · ${ahead} before it` : "Waiting to start...");
  }

  offerAnother(isOffered) {
    hook(this.element, "regenerate").hidden = !isOffered;
    hook(this.element, "continue").hidden = !isOffered || this.#reply.dataset.state !== "cut_off";
  }

  /** A further run goes on from this one, and may give its answer anew. */
  giveWay({ replaces }) {
    for (const name of ["retry", "again", "regenerate", "continue"]) hook(this.element, name).hidden = true;
    if (replaces !== this.replyId || hook(this.element, "earlier-answer")) return;
    const fold = clone("template-earlier-answer");
    setState(this.#reply, "replaced");
    this.#reply.before(fold);
    fold.append(this.#reply);
    this.#timeline.open = true;
  }

  goOn() {
    hook(this.element, "origin").hidden = false;
  }

  handle(frame) {
    if (frame.event_type === "tool_undone") return this.#undo(frame);
    if (frame.attempt !== null && frame.attempt < this.#attempt) return;
    if (frame.attempt > this.#attempt) this.#begin(frame);
    switch (frame.event_type) {
      case "agent_thinking": return this.#think(frame);
      case "run_retrying": return this.#retry(frame);
      case "tool_starting": return this.#startStep(frame);
      case "tool_progress": return this.#steps.get(frame.call_id)?.progress(frame);
      case "tool_complete": return this.#step(frame).end(frame, "done");
      case "tool_error": return this.#step(frame).end(frame, "failed");
      case "approval_requested": return this.#ask(frame);
      case "approval_resolved": return this.#decide(frame);
      case "message_created": return this.#startReply(frame);
      case "thinking_delta": return this.#showThought(frame);
      case "message_delta": return this.#write(frame);
      case "message_complete": return this.#complete(frame);
      case "agent_done": return this.#end(frame, "succeeded");
      case "run_failed": return this.#end(frame, "failed");
      case "run_cancelled": return this.#end(frame, "cancelled");
    }
  }

  /** A further attempt takes up what the last one left: its text starts again. */
  #begin({ attempt }) {
    const isFirst = this.#attempt === 0;
    this.element.dataset.attempt = attempt;
    if (isFirst) return;
    // What was written before a rest is written again, letter by letter the same.
    if (this.#isResting) return void (this.#isResting = false);
    this.#text.restart();
    fillMessage(this.#reply, { content: "", state: "pending" });
    this.#reply.hidden = true;
    for (const step of this.#steps.values()) step.interrupt("unfinished");
  }

  #think(frame) {
    if (this.hasEnded) return;
    this.element.dataset.status = "running";
    this.element.dataset.startedAt ||= frame.at;
    if ([...this.#steps.values()].some((step) => step.isAtWork)) this.#wait(null);
    else this.#wait("thinking", frame.message);
    this.#arrange();
  }

  #ask(frame) {
    if (this.hasEnded) return;
    this.#isResting = true;
    this.element.dataset.status = "awaiting_approval";
    this.#change(() => {
      this.#wait(null);
      this.#step(frame).ask(frame);
      this.#arrange();
    });
  }

  #decide(frame) {
    if (this.hasEnded) return;
    this.element.dataset.status = "queued";
    this.#change(() => {
      this.#step(frame).decide(frame);
      if (frame.result.decision !== "approved") this.#wait("thinking", "Processing your request...");
      this.#arrange();
    });
  }

  #undo(frame) {
    this.#steps.get(frame.call_id)?.undo(frame);
    this.#offerUndo();
  }

  #retry(frame) {
    this.#isResting = false;
    this.element.dataset.status = "queued";
    for (const step of this.#steps.values()) step.interrupt("unfinished");
    this.#wait("thinking", frame.message);
    this.#arrange();
  }

  /** What the model thinks, folded away, as long as it does. */
  #showThought({ result: { text } }) {
    const shown = hook(this.element, "thoughts-text");
    setText(shown, `${shown.textContent}${text}`.slice(-THOUGHT_CHARACTERS));
    hook(this.element, "thoughts").hidden = false;
  }

  #endThought() {
    hook(this.element, "thoughts").hidden = true;
    setText(hook(this.element, "thoughts-text"), "");
  }

  #startStep(frame) {
    this.#endThought();
    this.#change(() => {
      this.#wait(null);
      this.#step(frame).start(frame);
      this.#arrange();
    });
  }

  /** Change the timeline; what is read below it stays where it is. */
  #change(change) {
    if (this.#reply.hidden) change();
    else this.#context.scroller.keepInPlace(this.#reply, change);
  }

  #step(frame) {
    const known = this.#steps.get(frame.call_id);
    if (known) return known;
    const step = Step.create(frame);
    this.#steps.set(frame.call_id, step);
    hook(this.element, "waiting").before(step.element);
    return step;
  }

  #startReply({ result }) {
    const { content, position, created_at: at } = result;
    if (content && this.#text.add(0, content)) fillMessage(this.#reply, { content: `${this.#text}` });
    fillMessage(this.#reply, { position, at });
    this.#showReply();
  }

  #write({ result: { offset, text } }) {
    if (this.hasEnded || this.#reply.dataset.state === "complete") return;
    if (!this.#text.add(offset, text)) return this.#context.loadRun(this.id);
    this.#drawText();
  }

  /** What the server has stored of the text: fills the gap that a lost piece left. False if it is not stored yet. */
  fillGap(content) {
    if (this.hasEnded || this.#reply.dataset.state === "complete") return true;
    const isFilled = this.#text.fill(content);
    this.#drawText();
    return isFilled;
  }

  #drawText() {
    fillMessage(this.#reply, { content: `${this.#text}`, state: "streaming" });
    this.#showReply();
  }

  #showReply() {
    this.#endThought();
    this.#wait(null);
    this.#arrange();
    this.#reply.hidden = false;
  }

  #complete({ result }) {
    const { content, html, position, created_at: at } = result;
    this.#text.restart(content);
    fillMessage(this.#reply, { content, html, position, at, state: "complete" });
    this.#showReply();
  }

  /** A run is shown as ended once its last step has been seen. */
  #end(frame, status) {
    if (this.hasEnded) return;
    this.#outcome = status;
    const lag = Math.max(0, ...[...this.#steps.values()].map((step) => step.lag));
    if (lag > 0) setTimeout(() => this.#showEnd(frame, status), lag + 20);
    else this.#showEnd(frame, status);
  }

  #showEnd(frame, status) {
    this.element.dataset.status = status;
    this.#endThought();
    this.#wait(null);
    for (const step of this.#steps.values()) step.interrupt(status === "cancelled" ? "stopped" : "unfinished");
    if (status === "succeeded") this.#ensureReply(frame);
    if (frame.result?.instead_of) this.#nameModel(frame.result);
    if (frame.result?.cut_off) this.#showCutOff(frame);
    else if (status !== "succeeded") setState(this.#reply, status === "failed" ? "failed" : "stopped");
    if (status === "failed") this.#showError(frame);
    if (status === "cancelled") this.#showStopped(frame);
    this.#offerUndo();
    this.#summarise(frame);
    this.#arrange();
    if (status === "succeeded") setTimeout(() => this.#collapse(), COLLAPSE_AFTER);
  }

  /** The last event repeats the reply: nothing is missing even if its own event was cut. */
  #ensureReply({ result }) {
    if (this.#reply.dataset.state === "complete" || !result?.response) return;
    fillMessage(this.#reply, { content: result.response, state: "complete" });
    this.#reply.hidden = false;
  }

  #showCutOff(frame) {
    setState(this.#reply, "cut_off");
    const { elements } = hook(this.element, "continue");
    elements.conversation.value = frame.conversation_id;
    elements.idempotency_key.value = `continue-${frame.run_id}`;
  }

  #showStopped({ result }) {
    this.element.hidden = result?.withdrawn ?? false;
    hook(this.element, "stopped").hidden = false;
    hook(this.element, "again").hidden = false;
  }

  #offerUndo() {
    const undoable = [...this.#steps.values()].filter((step) => step.isUndoable);
    hook(this.element, "undo-all").hidden = !this.hasEnded || undoable.length < 2;
  }

  #showError(frame) {
    hook(this.element, "run-error").hidden = frame === null;
    if (frame === null) return;
    setText(hook(this.element, "run-error-text"), frame.error ?? "");
    hook(this.element, "retry").hidden = frame.result?.retryable === false;
  }

  #summarise({ at }) {
    const { startedAt } = this.element.dataset;
    const states = [...this.#steps.values()].map(({ state }) => state);
    const parts = [`${states.length} ${states.length === 1 ? "step" : "steps"}`];
    const failed = states.filter((state) => state === "failed").length;
    if (failed) parts.push(`${failed} failed`);
    if (startedAt) parts.push(duration(Date.parse(at) - Date.parse(startedAt)));
    setText(hook(this.element, "summary"), parts.join(" · "));
  }

  #collapse() {
    if (!this.hasEnded || this.#steps.size < 2 || this.#timeline.matches(":hover, :focus-within")) return;
    this.#context.scroller.keepInPlace(this.#reply, () => { this.#timeline.open = false; });
  }

  #wait(state, text = "") {
    const line = hook(this.element, "waiting");
    line.hidden = state === null;
    if (state === null) return;
    hook(line, "withdraw").hidden = this.isAtWork;
    line.dataset.state = state;
    setText(hook(line, "waiting-text"), text ?? "");
  }

  /** A lid only where it saves room: over two steps or more, once they are done. */
  #arrange() {
    const isWaiting = !hook(this.element, "waiting").hidden;
    this.#timeline.toggleAttribute("data-empty", this.#steps.size === 0 && !isWaiting);
    this.#timeline.toggleAttribute("data-bare", !this.hasEnded || this.#steps.size < 2);
    if (!this.hasEnded || this.#steps.size < 2) this.#timeline.open = true;
  }
}
