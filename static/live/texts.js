import { setText } from "../site/dom.js";
import { StreamingText } from "./streaming-text.js";

/** What agents write, as they write it: the server draws what is stored, the pieces come in between. */
export class Texts {
  #root;
  #known = new Map(); // { attempt, text, isShown } by run

  constructor(root) {
    this.#root = root;
    this.adopt();
  }

  /** After the server has drawn texts anew. The runs of which it had not stored yet what is missing before a piece. */
  adopt() {
    const incomplete = [];
    const shown = new Map([...this.#known].filter(([, { isShown }]) => !isShown));
    for (const element of this.#root.querySelectorAll("[data-stream]")) {
      const { stream: run, attempt } = element.dataset;
      const known = this.#known.get(run);
      const stored = element.textContent;
      if (known?.attempt === Number(attempt) && !known.text.fill(stored)) incomplete.push(run);
      const entry = known?.attempt >= Number(attempt) ? known : { attempt: Number(attempt), text: new StreamingText(stored) };
      entry.isShown = true;
      shown.set(run, entry);
      setText(element, `${entry.text}`);
    }
    this.#known = shown;
    return incomplete;
  }

  /** False if something is missing before the piece. */
  write({ run_id: run, attempt, result: { offset, text } }) {
    let entry = this.#known.get(run);
    // The first pieces may be here before the page that shows them.
    if (!entry) this.#known.set(run, (entry = { attempt, text: new StreamingText(), isShown: false }));
    if (attempt < entry.attempt) return true;
    if (attempt > entry.attempt) Object.assign(entry, { attempt, text: new StreamingText() });
    if (!entry.text.add(offset, text)) return false;
    if (entry.isShown) setText(this.#root.querySelector(`[data-stream="${run}"]`), `${entry.text}`);
    return true;
  }
}
