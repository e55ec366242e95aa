import { addressOf, hook } from "../site/dom.js";

/** The button beside the message box that stops the run at work. Disabled, it says that it is stopping. */
export class StopButton {
  #form;
  #button;
  #pattern;

  /** `onDone()`: the button had the focus, and there is nothing left to stop. */
  constructor(root, { onDone }) {
    this.#form = hook(root, "stop");
    this.#button = hook(root, "stop-button");
    this.#pattern = hook(document.getElementById("template-run").content, "withdraw").getAttribute("action");
    this.onDone = onDone;
  }

  /** `run`: the one at work, if any. */
  show(run) {
    if (this.#form.dataset.stop === (run?.id ?? "")) return;
    const hadFocus = document.activeElement === this.#button;
    this.#form.dataset.stop = run?.id ?? "";
    if (run) this.#form.action = addressOf(this.#pattern, run.id);
    this.#button.disabled = run?.isStopping ?? false;
    this.#button.hidden = !run;
    if (hadFocus && !run) this.onDone();
  }
}
