/** Counts down to a moment: calls `draw(text)` each second with the time that is left, and with "" at the end. */
export class Countdown {
  #draw;
  #until = 0;
  #timer;

  constructor(draw) {
    this.#draw = draw;
  }

  get isRunning() {
    return Date.now() < this.#until;
  }

  start(seconds) {
    this.#until = Date.now() + seconds * 1000;
    clearInterval(this.#timer);
    this.#timer = setInterval(() => this.#tick(), 1000);
    this.#tick();
  }

  #tick() {
    const left = Math.ceil((this.#until - Date.now()) / 1000);
    if (left <= 0) clearInterval(this.#timer);
    this.#draw(left > 0 ? timeLeft(left) : "");
  }
}

/** 4:59, or 7 h 12 min. */
export function timeLeft(seconds) {
  const minutes = Math.floor(seconds / 60);
  if (minutes >= 60) return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  return `${minutes}:${String(seconds % 60).padStart(2, "0")}`;
}
