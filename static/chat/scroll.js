import { hook, say, setText } from "../site/dom.js";

const NEAR = 24; // pixels that still count as "at the bottom"

/**
 * Keeps the scroll position. If the person is at the bottom, a new turn scrolls to the top of the screen; its text
 * then grows into the free space below, and further out of sight, unless the person scrolls to its end.
 */
export class Scroller {
  #box;
  #log;
  #button;
  #unseen = 0;
  #isFollowing = false;
  #lastTop = 0;

  constructor(root) {
    this.#box = hook(root, "transcript");
    this.#log = hook(root, "log");
    this.#button = hook(root, "to-end");
    this.#button.addEventListener("click", () => this.toEnd({ follow: true }));
    this.#box.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    const draw = () => this.#draw();
    const observer = new ResizeObserver(draw);
    observer.observe(this.#box);
    observer.observe(this.#log);
    // What opens or closes in the last turn need not change the size of the log.
    this.#log.addEventListener("toggle", draw, true);
  }

  /** Call before something is added below: is the end visible? */
  get isAtEnd() {
    return this.#overhang() <= NEAR;
  }

  /** Does the end stay in sight, whatever grows? */
  get isFollowing() {
    return this.#isFollowing;
  }

  toEnd({ follow = false } = {}) {
    const last = this.#log.lastElementChild;
    const target = follow && last ? this.#box.scrollTop + this.#overhang() + 32 : this.#box.scrollHeight;
    this.#scrollTo(Math.min(target, this.#box.scrollHeight));
    this.#isFollowing = follow;
    this.#unseen = 0;
    this.#draw();
  }

  firstInSight(elements) {
    const { top } = this.#box.getBoundingClientRect();
    return elements.find((element) => element.getBoundingClientRect().bottom > top);
  }

  /** A function that restores the element's position on the screen. */
  hold(element) {
    const before = element.getBoundingClientRect().top;
    return () => element.isConnected && this.#putBack(element, before);
  }

  #putBack(element, before) {
    const moved = element.getBoundingClientRect().top - before;
    if (!moved) return;
    const top = this.#box.scrollTop;
    this.#scrollTo(top + moved);
    const missing = moved - (this.#box.scrollTop - top);
    const turn = element.closest(".turn[data-live]");
    if (turn && missing < -0.5) turn.style.paddingBlockStart = `${(parseFloat(turn.style.paddingBlockStart) || 0) - missing}px`;
  }

  /** Not by the person: the event that follows has nothing to say. */
  #scrollTo(top) {
    this.#box.scrollTop = top;
    this.#lastTop = this.#box.scrollTop;
  }

  /** Call after something was added below, or grew. */
  grew({ isNew = false } = {}) {
    if (this.#isFollowing) this.toEnd({ follow: true });
    else {
      if (isNew && !this.isAtEnd) this.#unseen += 1;
      this.#draw();
    }
  }

  /** Bring what is new in a turn into sight, if the person looks at the message above it. */
  show(element) {
    const box = this.#box.getBoundingClientRect();
    const turn = element.closest("[data-turn]").getBoundingClientRect();
    const { top, bottom } = element.getBoundingClientRect();
    const missing = Math.min(bottom + NEAR - box.bottom, top - NEAR - box.top);
    if (turn.bottom > box.top && turn.top < box.bottom && missing > 0) this.#scrollTo(this.#box.scrollTop + missing);
  }

  /** How far the last line is below the bottom of the screen. */
  #overhang() {
    const end = this.#log.lastElementChild?.lastElementChild;
    if (!end || this.#log.hidden) return 0;
    const { bottom } = lastVisible(end).getBoundingClientRect();
    return bottom - this.#box.getBoundingClientRect().bottom;
  }

  #scrolled() {
    const { scrollTop } = this.#box;
    if (scrollTop < this.#lastTop) this.#isFollowing = false;
    else if (this.isAtEnd && scrollTop > this.#lastTop && this.#box.matches(":hover, :focus-within")) this.#isFollowing = this.#isLong();
    this.#lastTop = scrollTop;
    this.#draw();
  }

  /** Is the last turn taller than the screen? */
  #isLong() {
    const last = this.#log.lastElementChild;
    return last !== null && last.scrollHeight > this.#box.clientHeight;
  }

  #draw() {
    if (this.isAtEnd) this.#unseen = 0;
    this.#button.hidden = this.isAtEnd;
    setText(hook(this.#button, "to-end-text"), this.#unseen ? say("Back to bottom ({count} new)", { count: this.#unseen }) : say("Back to bottom"));
  }
}

function lastVisible(element) {
  const children = [...element.children].filter((child) => child.checkVisibility());
  return children.length ? children.at(-1) : element;
}
