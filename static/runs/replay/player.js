import { request, NO_ANSWER, problem } from "../../site/api.js";
import { duration } from "../../site/durations.js";
import { hook, say, setText } from "../../site/dom.js";
import { Playhead } from "./playhead.js";
import { sceneAfter } from "./scene.js";
import { Score } from "./score.js";
import { Stage } from "./stage.js";

const GONE = say("The events of this run are no longer kept, so it cannot be played again.");
const STEP = 1000; // milliseconds of an arrow key on the position
const LEAP = 5000; // of page up and down

/** Replays a run's events, at their original speed or faster, with a position control. */
export class Player {
  #root;
  #replay;
  #stage;
  #playhead;
  #score = null;
  #played = 0;
  #frame = null;
  #drawn = null; // how many events the stage shows
  #calm = matchMedia("(prefers-reduced-motion: reduce)");

  constructor(root, replay) {
    this.#root = root;
    this.#replay = replay;
    replay.dataset.started = "";
    this.#stage = new Stage(hook(replay, "stage"));
    this.#on("replay-open", "click", () => this.#open());
    this.#on("replay-close", "click", () => this.#close());
    this.#on("replay-toggle", "click", () => this.#toggle());
    this.#on("replay-scrub", "input", ({ target }) => this.#seek(Number(target.value)));
    this.#on("replay-scrub", "keydown", (event) => this.#key(event));
    hook(replay, "replay-open").disabled = false; // a click before this would be lost
  }

  get #isPlaying() {
    return this.#frame !== null;
  }

  get #speed() {
    return Number(this.#replay.querySelector("[data-replay-speed]:checked").value);
  }

  #on(name, type, listener) {
    hook(this.#replay, name).addEventListener(type, listener);
  }

  async #open() {
    const button = hook(this.#replay, "replay-open");
    button.disabled = true;
    const answer = await request("GET", this.#root.dataset.logUrl).catch(() => null);
    button.disabled = false;
    const events = answer?.ok ? answer.data.events : [];
    const trouble = !answer ? NO_ANSWER : !answer.ok ? problem(answer) : events.length ? "" : GONE;
    setText(hook(this.#replay, "replay-problem"), trouble);
    if (trouble) return;
    this.#score = new Score(events);
    this.#playhead = new Playhead(hook(this.#root, "waterfall"));
    hook(this.#replay, "replay-scrub").max = Math.max(1, this.#score.length);
    this.#show(true);
    this.#seek(0);
    this.#play();
    hook(this.#replay, "replay-toggle").focus();
  }

  #close() {
    this.#pause();
    this.#playhead.clear();
    this.#show(false);
    hook(this.#replay, "replay-open").focus();
  }

  #show(isShown) {
    hook(this.#replay, "replay-player").hidden = !isShown;
    hook(this.#replay, "replay-open").hidden = isShown;
  }

  #toggle() {
    if (this.#isPlaying) return this.#pause();
    if (this.#played >= this.#score.length) this.#seek(0);
    this.#play();
  }

  #play() {
    let before = performance.now();
    const next = (now) => {
      this.#played = Math.min(this.#score.length, this.#played + Math.max(0, now - before) * this.#speed);
      before = now;
      this.#draw();
      if (this.#played >= this.#score.length) this.#pause();
      else this.#frame = requestAnimationFrame(next);
    };
    this.#frame = requestAnimationFrame(next);
    this.#say();
  }

  #pause() {
    cancelAnimationFrame(this.#frame);
    this.#frame = null;
    this.#say();
  }

  #say() {
    const word = this.#isPlaying ? say("Pause") : say("Play");
    this.#replay.toggleAttribute("data-playing", this.#isPlaying);
    hook(this.#replay, "replay-toggle").title = word;
    setText(hook(this.#replay, "replay-toggle-word"), word);
  }

  #seek(played) {
    this.#played = Math.min(Math.max(0, played), this.#score.length);
    this.#drawn = null;
    this.#draw();
  }

  /** The steps of arrow keys; the browser's own are too small, and differ between browsers. */
  #key(event) {
    const step = { ArrowLeft: -STEP, ArrowDown: -STEP, ArrowRight: STEP, ArrowUp: STEP, PageDown: -LEAP, PageUp: LEAP }[event.key];
    if (event.key === " ") this.#toggle();
    else if (step) this.#seek(this.#played + step);
    else return;
    event.preventDefault();
  }

  #draw() {
    const count = this.#score.countAt(this.#played);
    const isNew = count !== this.#drawn;
    // With reduced motion, draw only when there is an event.
    if (!isNew && this.#calm.matches) return;
    this.#drawn = count;
    const text = this.#calm.matches ? null : this.#score.textAt(this.#played);
    if (isNew || text !== null) this.#stage.draw(sceneAfter(this.#score.events.slice(0, count)), text);
    const waited = this.#score.waitAt(this.#played);
    this.#tellWait(waited === null ? "" : say("waited {time}", { time: roughly(waited) }));
    this.#tellTime(this.#score.realAt(this.#played));
  }

  #tellWait(text) {
    const chip = hook(this.#replay, "replay-skip");
    chip.hidden = !text;
    setText(chip, text);
  }

  #tellTime(real) {
    const scrub = hook(this.#replay, "replay-scrub");
    const clock = `${seconds(real)} / ${seconds(this.#score.lasted)}`;
    scrub.value = this.#played;
    scrub.setAttribute("aria-valuetext", clock.replace("/", "of"));
    setText(hook(this.#replay, "replay-clock"), clock);
    this.#playhead.move(real);
  }
}

function seconds(milliseconds) {
  return milliseconds < 50 ? "0 s" : duration(milliseconds);
}

/** 8 s, 4 min, 3 h: the length of a wait */
function roughly(milliseconds) {
  const count = Math.round(milliseconds / 1000);
  if (count < 90) return `${count} s`;
  return count < 5400 ? `${Math.round(count / 60)} min` : `${Math.round(count / 3600)} h`;
}
