import { aroundSwaps } from "../live/parts.js";
import { hook, say, setText } from "../site/dom.js";

const CHARACTERS = 20_000; // of the end

/** What models are thinking. Once one has ended, the server draws what is stored; until then, the pieces that came are shown. */
export class Thoughts {
  #log;
  #texts = new Map(); // by run, while it is thinking

  constructor(log) {
    this.#log = log;
    aroundSwaps(log, () => () => this.#texts.forEach((text, run) => this.#draw(run)));
  }

  write({ run_id: run, result: { text } }) {
    this.#texts.set(run, `${this.#texts.get(run) ?? ""}${text}`.slice(-CHARACTERS));
    this.#draw(run);
  }

  /** The text stays until the server has drawn its beginning, and in front of a person who has opened it. */
  end(run) {
    if (!this.#texts.delete(run)) return;
    const fold = this.#fold(run);
    if (fold?.open) hook(fold, "excerpt").setAttribute("hx-morph-skip", "");
  }

  #draw(run) {
    const fold = this.#fold(run);
    if (!fold) return;
    const text = this.#texts.get(run).trimStart();
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
