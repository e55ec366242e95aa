import { hook, setText } from "../site/dom.js";

const NEAR = 24; // pixels that still count as "at the bottom"
const ANCHORS = "[data-step-id], [data-plan-message]";

/**
 * Keeps what is being read where it is. New messages scroll into view only for somebody who reads the last
 * ones; others are told how many came. On a wide screen the messages scroll by themselves.
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

  /** A function that puts what is being read back where it was, once the page has changed. */
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

  /** Who looks at the top of a short page reads the steps, not the last message. */
  get #isFollowing() {
    return this.#isAtEnd && (this.#wide.matches || this.#body.scrollTop > 0);
  }

  /** On a narrow screen the messages come below the steps. */
  get #isReadingMessages() {
    return this.#wide.matches || this.#feed.getBoundingClientRect().top < this.#body.getBoundingClientRect().bottom - NEAR;
  }

  #draw() {
    if (this.#isAtEnd) this.#unseen = 0;
    this.#button.hidden = this.#isAtEnd || (this.#unseen === 0 && !this.#isReadingMessages);
    setText(hook(this.#button, "to-end-text"), this.#unseen ? `Back to bottom (${this.#unseen} new)` : "Back to bottom");
  }
}

/** A function that puts the first thing in sight back to its height on the screen. */
function placeOf(box) {
  const { top } = box.getBoundingClientRect();
  const anchor = [...box.querySelectorAll(ANCHORS)].find((element) => element.getBoundingClientRect().top >= top);
  const before = anchor?.getBoundingClientRect().top;
  return () => {
    if (anchor?.isConnected && box.scrollTop > 0) box.scrollTop += anchor.getBoundingClientRect().top - before;
  };
}
