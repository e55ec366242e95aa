import { aroundSwaps } from "../live/parts.js";
import { hook, say, setText } from "../site/dom.js";

const CHARACTERS = 20_000; // of the end
const FETCH_AGAIN_AFTER = 1000; // milliseconds

/**
 * What models are thinking. Once one has ended, the server draws what is stored; until then, the pieces that came are shown.
 * What came before this page did, or was lost, is fetched: it is stored every other second.
 */
export class Thoughts {
  #log;
  #known = new Map(); // by run, while it is thinking: { turn, start, text }, all from `start` on

  constructor(log) {
    this.#log = log;
    aroundSwaps(log, () => () => this.#known.forEach((_, run) => this.#draw(run)));
  }

  write({ run_id: run, result: { turn, offset, text } }) {
    const known = this.#known.get(run);
    if (known?.turn === turn && offset === known.start + known.text.length) known.text += text;
    else {
      const start = { turn, start: offset, text };
      this.#known.set(run, start);
      if (offset > 0) this.#fetch(run, start);
    }
    this.#draw(run);
  }

  /** What comes before the first piece. */
  async #fetch(run, known) {
    const response = await fetch(`/runs/${run}/thinking/?turn=${known.turn}`, { credentials: "same-origin" }).catch(() => null);
    const stored = response?.ok ? await response.text() : "";
    if (this.#known.get(run) !== known) return;
    if (stored.length < known.start) return setTimeout(() => this.#fetch(run, known), FETCH_AGAIN_AFTER);
    known.text = stored.slice(0, known.start) + known.text;
    known.start = 0;
    this.#draw(run);
  }

  /** The text stays until the server has drawn its beginning, and in front of a person who has opened it. */
  end(run) {
    const known = this.#known.get(run);
    if (!this.#known.delete(run) || known.start > 0) return;
    const fold = this.#fold(run);
    if (fold?.open) hook(fold, "excerpt").setAttribute("hx-morph-skip", "");
  }

  #draw(run) {
    const fold = this.#fold(run);
    if (!fold) return;
    const { start, text: end } = this.#known.get(run);
    const text = (start ? "…" : "") + end.slice(-CHARACTERS);
    const excerpt = hook(fold, "excerpt");
    const shown = hook(excerpt, "excerpt-text");
    const isAtEnd = shown.scrollTop + shown.clientHeight >= shown.scrollHeight - 4;
    fold.hidden = false;
    fold.dataset.thinking = "";
    excerpt.removeAttribute("hx-morph-skip"); // the whole text of an earlier turn
    hook(excerpt, "show-all")?.remove();
    setText(hook(fold, "thoughts-label"), say("Thinking…"));
    setText(hook(fold, "thoughts-line"), text.trimEnd().split("\n").at(-1));
    setText(shown, text);
    shown.tabIndex = 0;
    if (isAtEnd) shown.scrollTop = shown.scrollHeight;
  }

  #fold(run) {
    return this.#log.querySelector(`[data-run="${run}"] > [data-thoughts]`);
  }
}
