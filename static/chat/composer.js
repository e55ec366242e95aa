import { NO_ANSWER, SLOW_AFTER, newKey, problem, request } from "../site/api.js";
import { hook, say, setText } from "../site/dom.js";
import { Countdown } from "./countdown.js";
import { Unsent } from "./unsent.js";

const NEAR = 500; // characters left from which the counter is shown

/** Is it Enter, and not one that confirms an input method's choice? Safari reports that by the key code only. */
export function isEnter({ key, shiftKey, isComposing, keyCode }) {
  return key === "Enter" && !shiftKey && !isComposing && keyCode !== 229;
}

/** The message box. No text is lost: it is stored as a draft, and restored if it could not be sent. */
export class Composer {
  #form;
  #input;
  #button;
  #limit;
  #conversationId;
  #handlers;
  #key = null;
  #sent = Promise.resolve(); // the request of the last message
  #userId;
  #unsent;
  #countdown; // until messages can be sent again
  #suggested = null; // the suggestion that was clicked last
  #attempt = null; // the current attempt to send a message

  /** `handlers`: { onSend(text) → an echo of the transcript, onTaken({ conversation_id, run_id }), onRefused(), onResumed() } */
  constructor(root, conversationId, handlers) {
    this.#form = hook(root, "composer");
    this.#input = this.#form.querySelector("textarea"); // buttons that send their own text have the same name
    this.#button = this.#form.querySelector(".composer-send");
    this.#limit = Number(this.#form.dataset.limit);
    this.#conversationId = conversationId;
    this.#userId = root.dataset.userId;
    this.#unsent = new Unsent(this.#userId);
    this.#handlers = handlers;
    this.#countdown = new Countdown((left) => this.#count(left));
    this.#input.required = false;
    this.#input.addEventListener("keydown", (event) => this.#pressed(event));
    this.#input.addEventListener("input", () => this.#changed());
    this.#form.addEventListener("submit", (event) => this.#submitted(event));
    if (!this.#input.value) this.#input.value = sessionStorage.getItem(this.#draft) ?? "";
    this.#draw();
  }

  get #draft() {
    return `draft:${this.#userId}:${this.#conversationId || "new"}`;
  }

  get isEmpty() {
    return this.#input.value.trim() === "";
  }

  open(conversationId) {
    sessionStorage.removeItem(this.#draft);
    this.#unsent.open(conversationId);
    this.#conversationId = conversationId;
    this.#form.elements.conversation.value = conversationId;
    this.#keepDraft();
  }

  /** Resend what was being sent when the page was left; its key makes sure that it is stored once. */
  resume() {
    for (const message of this.#unsent.of(this.#conversationId)) this.#deliver(message);
  }

  /** A message was stored after all, although sending it seemed to have failed. */
  arrived(text) {
    if (this.#key === null || this.#input.value.trim() !== text.trim()) return;
    this.#key = null;
    this.#write("");
    this.#complain("");
  }

  /** Put a withdrawn message back into the box, unless there is other text in it. */
  offer(text) {
    if (!text || !this.isEmpty) return;
    this.#key = null;
    this.#write(text);
    this.focus();
  }

  /** Put a suggestion into the box, if it is empty or has another suggestion in it. */
  suggest(text) {
    if (this.isEmpty || this.#input.value === this.#suggested) {
      this.#key = null;
      this.#suggested = text;
      this.#write(text);
    }
    this.focus();
  }

  /** Nothing can be sent for so many seconds. What is typed stays. */
  pause(seconds) {
    this.#countdown.start(seconds);
    this.#draw();
  }

  #count(left) {
    setText(document.querySelector("[data-countdown]"), left && say("Sending works again in {time}.", { time: left }));
    if (left) return;
    this.#complain("");
    this.#draw();
    this.#handlers.onResumed();
  }

  /** Put in another text, with the caret where the person continues. */
  replace(text, caret) {
    this.#key = null;
    this.#write(text);
    this.focus();
    this.#input.setSelectionRange(caret, caret);
  }

  focus() {
    this.#input.focus({ preventScroll: true });
  }

  #pressed(event) {
    if (!isEnter(event)) return;
    event.preventDefault();
    this.#form.requestSubmit(this.#button);
  }

  #changed() {
    this.#key = null;
    this.#complain("");
    this.#keepDraft();
    this.#draw();
  }

  #submitted(event) {
    event.preventDefault();
    document.querySelector("#offline-note:popover-open")?.hidePopover();
    const starter = event.submitter?.name === "message" ? event.submitter.value : null;
    this.#send(starter ?? this.#input.value, { isTyped: starter === null });
  }

  #send(text, { isTyped }) {
    const over = Array.from(text.trim()).length - this.#limit;
    if (!text.trim() || this.#countdown.isRunning) return this.focus();
    if (over > 0) return this.#complain(say("This is {count} characters too long.", { count: over }));
    this.#complain("");
    const key = (isTyped && this.#key) || newKey();
    if (isTyped) this.#write("");
    this.focus();
    const message = { conversation: this.#conversationId, text, key };
    this.#unsent.add(message);
    this.#deliver(message);
  }

  /** Messages are sent one after the other: the first may start the conversation, and the order must be kept. */
  #deliver(message) {
    const echo = this.#handlers.onSend(message.text);
    const stopWatching = this.#watch(echo);
    this.#sent = this.#sent.then(() => this.#finish(message, echo)).catch(reportError).finally(stopWatching);
  }

  async #finish(message, echo) {
    const { text, key } = message;
    const answer = await this.#request(message);
    // Leaving the page aborts the request; the next page resends it.
    if (answer === null) await new Promise((resolve) => setTimeout(resolve));
    this.#unsent.remove(message);
    if (answer?.ok) {
      echo.confirm(answer.data.run_id);
      this.#handlers.onTaken(answer.data);
      return;
    }
    const wasTaken = !echo.takeBack(); // its event came, only the response was lost
    this.#handlers.onRefused();
    if (wasTaken) return;
    this.#write(this.isEmpty ? text : `${text}\n${this.#input.value}`);
    this.#key = key; // so that a resend does not create a second message
    this.#complain(answer ? problem(answer) : `${NO_ANSWER} ${say("Your message is back in the box.")}`);
    const wait = answer?.status === 429 ? Number(answer.headers.get("Retry-After")) : 0;
    if (wait > 0) this.pause(wait);
  }

  /** Show that sending takes long, and offer to resend, until the returned function is called. */
  #watch(echo) {
    let timer;
    const wait = () => { timer = setTimeout(() => echo.slow(sendAgain), SLOW_AFTER); };
    const sendAgain = () => {
      this.#attempt?.abort();
      this.focus();
      wait();
    };
    wait();
    return () => clearTimeout(timer);
  }

  async #request({ text, key }) {
    const body = { message: text, conversation_id: this.#conversationId || null };
    const model = this.#form.elements.model?.value;
    if (model) body.model = model;
    const headers = { Prefer: "respond-async", "Idempotency-Key": key };
    for (;;) {
      this.#attempt = new AbortController();
      const { signal } = this.#attempt;
      const answer = await request("POST", "/api/chat", body, { headers, signal }).catch(() => null);
      if (!signal.aborted) return answer;
    }
  }

  #write(text) {
    this.#input.value = text;
    this.#keepDraft();
    this.#draw();
  }

  #keepDraft() {
    if (this.#input.value) sessionStorage.setItem(this.#draft, this.#input.value);
    else sessionStorage.removeItem(this.#draft);
  }

  #complain(text) {
    setText(document.querySelector("[data-composer-error]"), text);
  }

  #draw() {
    const left = this.#limit - Array.from(this.#input.value.trim()).length;
    const count = document.querySelector("[data-count-left]");
    count.dataset.level = left < 0 ? "over" : left < NEAR / 5 ? "near" : "";
    const isNear = left <= NEAR;
    setText(count, !isNear ? "" : left < 0 ? say("{count} characters too many", { count: -left }) : say("{count} characters left", { count: left }));
    this.#button.setAttribute("aria-disabled", `${this.isEmpty || left < 0 || this.#countdown.isRunning}`);
    this.#grow();
  }

  #grow() {
    if (CSS.supports("field-sizing", "content")) return;
    this.#input.style.blockSize = "auto";
    this.#input.style.blockSize = `${this.#input.scrollHeight}px`;
  }
}
