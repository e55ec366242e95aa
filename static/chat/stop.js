import { addressOf, hook } from "../site/dom.js";

/** The button beside the message box that stops the run at work. Disabled, it says that it is stopping. */
export class StopButton {
  #form;
  #button;
  #pattern;
  #wasPressed = false;

  /** `onDone()`: what was stopped here has ended. */
  constructor(root, { onDone }) {
    this.#form = hook(root, "stop");
    this.#button = hook(root, "stop-button");
    this.#pattern = hook(document.getElementById("template-run").content, "withdraw").getAttribute("action");
    this.onDone = onDone;
    this.#form.addEventListener("submit", () => { this.#wasPressed = true; });
  }

  /** `run`: the one at work, if any. */
  show(run) {
    if (this.#form.dataset.stop === (run?.id ?? "")) return;
    const wasPressed = this.#wasPressed;
    this.#wasPressed = false;
    this.#form.dataset.stop = run?.id ?? "";
    if (run) this.#form.action = addressOf(this.#pattern, run.id);
    this.#button.disabled = run?.isStopping ?? false;
    this.#button.hidden = !run;
    if (wasPressed) this.onDone();
  }
}
