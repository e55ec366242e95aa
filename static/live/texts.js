import { setText } from "../site/dom.js";
import { StreamingText } from "./streaming-text.js";

const GAP_PAUSE = 250; // milliseconds; the server stores the text twice a second

/** The texts that agents are writing: the server draws what is stored, and pieces are appended in between. */
export class Texts {
  #root;
  #onGap;
  #known = new Map(); // { attempt, text, isShown } by run

  /** `onGap(run)`: a piece is missing, and may be stored by now; there may be no further event. */
  constructor(root, onGap) {
    this.#root = root;
    this.#onGap = onGap;
    this.adopt();
  }

  /** Call after the server has drawn texts. */
  adopt() {
    const shown = new Map([...this.#known].filter(([, { isShown }]) => !isShown));
    for (const element of this.#root.querySelectorAll("[data-stream]")) {
      const { stream: run, attempt } = element.dataset;
      const known = this.#known.get(run);
      const stored = element.textContent;
      if (known?.attempt === Number(attempt) && !known.text.fill(stored)) this.#fillSoon(run);
      const entry = known?.attempt >= Number(attempt) ? known : { attempt: Number(attempt), text: new StreamingText(stored) };
      entry.isShown = true;
      shown.set(run, entry);
      setText(element, `${entry.text}`);
    }
    this.#known = shown;
  }

  write({ run_id: run, attempt, result: { offset, text } }) {
    let entry = this.#known.get(run);
    // The first pieces may arrive before the part that shows them.
    if (!entry) this.#known.set(run, (entry = { attempt, text: new StreamingText(), isShown: false }));
    if (attempt < entry.attempt) return;
    if (attempt > entry.attempt) Object.assign(entry, { attempt, text: new StreamingText() });
    if (!entry.text.add(offset, text)) this.#fillSoon(run);
    else if (entry.isShown) setText(this.#root.querySelector(`[data-stream="${run}"]`), `${entry.text}`);
  }

  #fillSoon(run) {
    setTimeout(() => this.#onGap(run), GAP_PAUSE);
  }
}
