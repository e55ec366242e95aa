import { StreamingText } from "../chat/streaming-text.js";
import { setText } from "../site/dom.js";

/** What agents write, as they write it: the server draws what is stored, the pieces come in between. */
export class Texts {
  #root;
  #known = new Map(); // { attempt, text } by run

  constructor(root) {
    this.#root = root;
    this.adopt();
  }

  /** After the server has drawn the page anew. */
  adopt() {
    const shown = new Map();
    for (const element of this.#root.querySelectorAll("[data-stream]")) {
      const { stream: run, attempt } = element.dataset;
      const known = this.#known.get(run);
      const stored = element.textContent;
      if (known?.attempt === Number(attempt)) known.text.fill(stored);
      const entry = known?.attempt >= Number(attempt) ? known : { attempt: Number(attempt), text: new StreamingText(stored) };
      shown.set(run, entry);
      setText(element, `${entry.text}`);
    }
    this.#known = shown;
  }

  /** False if something is missing before the piece. */
  write({ run_id: run, attempt, result: { offset, text } }) {
    const entry = this.#known.get(run);
    if (!entry || attempt < entry.attempt) return true;
    if (attempt > entry.attempt) Object.assign(entry, { attempt, text: new StreamingText() });
    if (!entry.text.add(offset, text)) return false;
    setText(this.#root.querySelector(`[data-stream="${run}"]`), `${entry.text}`);
    return true;
  }
}
