/**
 * The streaming text of a reply. Pieces carry their offset in Unicode characters. If it equals the length of the text,
 * the piece is appended; if it is less, trimmed; if it is more, a piece is missing, and this one waits for it.
 */
export class StreamingText {
  #characters = [];
  #ahead = []; // pieces after a gap

  constructor(text = "") {
    this.restart(text);
  }

  toString() {
    return this.#characters.join("");
  }

  /** False if there is a gap before the piece. */
  add(offset, piece) {
    const pieces = Array.from(piece);
    if (offset > this.#characters.length) {
      this.#ahead.push([offset, piece]);
      return false;
    }
    const isKnown = pieces.every((character, index) => this.#characters[offset + index] === character);
    if (!isKnown) this.#characters.splice(offset, Infinity, ...pieces);
    return true;
  }

  /** Set the stored text, and append the pieces that waited for it; false if some still wait. */
  fill(text) {
    const characters = Array.from(text);
    if (characters.length > this.#characters.length) this.#characters = characters;
    for (const [offset, piece] of this.#ahead.splice(0)) this.add(offset, piece);
    return this.#ahead.length === 0;
  }

  restart(text = "") {
    this.#characters = Array.from(text);
    this.#ahead = [];
  }
}
