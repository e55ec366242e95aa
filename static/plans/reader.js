import { hook, say, setText } from "../site/dom.js";

const NEAR = 24; // pixels that still count as "at the bottom"
const ANCHORS = "[data-step-id], [data-plan-message]";

/**
 * Keeps the scroll position. New messages scroll into view only if the last ones are visible; otherwise a button shows
 * how many are new. On a wide screen the messages have their own scroll area.
 */
export class Reader {
  #body;
  #overview;
  #feed;
  #button;
  #unseen = 0;
  #wide = matchMedia("(width >= 80rem)");

  constructor(root) {
    this.#body = hook(root, "plan-body");
    this.#overview = hook(root, "overview");
    this.#feed = hook(root, "plan-feed");
    this.#button = hook(root, "to-end");
    this.#button.addEventListener("click", () => this.toEnd());
    for (const box of [this.#body, this.#feed]) {
      box.addEventListener("scroll", () => this.#draw(), { passive: true });
      new ResizeObserver(() => this.#draw()).observe(box);
    }
    if (this.#wide.matches && this.#feed.scrollTop === 0) this.toEnd(); // who was quicker than this script reads on
    this.#draw();
  }

  toEnd() {
    this.#box.scrollTop = this.#box.scrollHeight;
    this.#unseen = 0;
    this.#draw();
  }

  /** A function that restores the scroll position after the page has changed. */
  hold() {
    const isFollowing = this.#isFollowing;
    const before = this.#messages;
    const places = this.#boxes.map(placeOf);
    return () => {
      for (const restore of places) restore();
      if (isFollowing) return this.toEnd();
      this.#unseen += Math.max(0, this.#messages - before);
      this.#draw();
    };
  }

  get #box() {
    return this.#wide.matches ? this.#feed : this.#body;
  }

  get #boxes() {
    return this.#wide.matches ? [this.#feed, this.#overview] : [this.#body];
  }

  get #messages() {
    return this.#feed.querySelectorAll("[data-plan-message]").length;
  }

  get #isAtEnd() {
    const { scrollHeight, scrollTop, clientHeight } = this.#box;
    return scrollHeight - scrollTop - clientHeight <= NEAR;
  }

  /** At the top of a short page, the person reads the steps, not the last message. */
  get #isFollowing() {
    return this.#isAtEnd && (this.#wide.matches || this.#body.scrollTop > 0);
  }

  /** On a narrow screen the messages come below the steps. */
  get #isReadingMessages() {
    return this.#wide.matches || this.#feed.getBoundingClientRect().top < this.#body.getBoundingClientRect().bottom - NEAR;
  }

  #draw() {
    if (this.#isAtEnd) this.#unseen = 0;
    this.#button.hidden = this.#isAtEnd || !this.#isReadingMessages;
    setText(hook(this.#button, "to-end-text"), this.#unseen ? say("Back to bottom ({count} new)", { count: this.#unseen }) : say("Back to bottom"));
  }
}

/** A function that restores the position of the first visible element on the screen. */
function placeOf(box) {
  const { top } = box.getBoundingClientRect();
  const anchor = [...box.querySelectorAll(ANCHORS)].find((element) => element.getBoundingClientRect().top >= top);
  const before = anchor?.getBoundingClientRect().top;
  return () => {
    if (anchor?.isConnected && box.scrollTop > 0) box.scrollTop += anchor.getBoundingClientRect().top - before;
  };
}
