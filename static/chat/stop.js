import { hook } from "../site/dom.js";

/** The Stop button beside the message box. While it is disabled, it says that the run is stopping. */
export class StopButton {
  #form;
  #button;

  /** `onDone()`: the button had the focus, and there is nothing left to stop. */
  constructor(root, { onDone }) {
    this.#form = hook(root, "stop");
    this.#button = hook(root, "stop-button");
    this.onDone = onDone;
  }

  /** `run`: the element of the active run, if any. */
  show(run) {
    const address = run?.dataset.stopUrl ?? "";
    if (this.#form.getAttribute("action") === address) return;
    const hadFocus = document.activeElement === this.#button;
    this.#form.setAttribute("action", address);
    this.#button.disabled = run !== null && "stopping" in run.dataset;
    this.#button.hidden = this.#form.hidden = run === null;
    if (hadFocus && run === null) this.onDone();
  }
}
