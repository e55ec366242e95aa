import { clone, hook } from "../site/dom.js";
import { fillMessage, setState } from "./messages.js";
import { RunView } from "./run.js";

/** The open conversation: turns, each a person's message with the runs that answer it. */
export class Transcript {
  #root;
  #log;
  #context;
  #runs = new Map();
  #echoes = []; // messages of this tab whose own event has not come yet

  /** `context`: { scroller, timeZone, loadRun(id) } */
  constructor(root, context) {
    this.#root = root;
    this.#log = hook(root, "log");
    this.#context = context;
    this.#adoptRuns();
  }

  get isActive() {
    return [...this.#runs.values()].some((run) => !run.hasEnded);
  }

  run(id) {
    return this.#runs.get(id);
  }

  /** Show a message at once; its event will find it by its text. Returns a function that takes it back. */
  echo(text) {
    const turn = this.#addTurn();
    fillMessage(turn.firstElementChild, { content: text, state: "pending" });
    const echo = { turn, text: text.trim() };
    this.#echoes.push(echo);
    this.#context.scroller.toEnd();
    return {
      takeBack: () => this.#drop(echo),
      confirm: (runId) => {
        echo.runId = runId;
        setState(turn.firstElementChild, "complete");
        if (this.#log.querySelector(`[data-run-trigger="${runId}"]`)) this.#drop(echo);
      },
    };
  }

  handle(frame) {
    const wasAtEnd = this.#context.scroller.isAtEnd;
    const count = this.#log.childElementCount;
    if (frame.event_type === "message_created" && frame.result.role === "user") this.#addMessage(frame);
    else if (frame.event_type === "run_queued") this.#addRun(frame);
    else this.#runs.get(frame.run_id)?.handle(frame);
    this.#log.ariaBusy = `${this.isActive}`;
    if (wasAtEnd && this.#log.childElementCount > count) this.#context.scroller.toEnd();
    else this.#context.scroller.grew({ isNew: ["message_created", "tool_starting"].includes(frame.event_type) });
  }

  /** Put the server's present state of the conversation in place of what is shown. */
  replace(log) {
    this.#log.replaceChildren(...log.childNodes);
    this.#log.hidden = log.hidden;
    this.#echoes = this.#echoes.filter(({ runId }) => !this.#log.querySelector(`[data-run="${runId}"]`));
    for (const { turn } of this.#echoes) this.#log.append(turn);
    this.#adoptRuns();
    this.#showLog(this.#log.childElementCount > 0);
  }

  #adoptRuns() {
    const found = [...this.#log.querySelectorAll("[data-run]")];
    this.#runs = new Map(found.map((element) => [element.dataset.run, new RunView(element, this.#context)]));
    this.#log.ariaBusy = `${this.isActive}`;
    if (this.isActive) this.#log.lastElementChild.dataset.live = "";
  }

  #addMessage(frame) {
    const { message_id: id, run_id: runId, result } = frame;
    if (this.#log.querySelector(`[data-message-id="${id}"]`)) return;
    const turn = this.#claimEcho(result.content, runId) ?? this.#addTurn();
    turn.dataset.turn = id;
    turn.dataset.runTrigger = runId;
    const { content, position, created_at: at } = result;
    fillMessage(turn.firstElementChild, { id, content, position, at, state: "complete", timeZone: this.#context.timeZone });
  }

  #claimEcho(content, runId) {
    const echo = this.#echoes.find((candidate) => candidate.runId === runId || candidate.text === content.trim());
    this.#echoes = this.#echoes.filter((other) => other !== echo);
    return echo?.turn;
  }

  /** Nothing happens to an echo that its event has claimed. */
  #drop(echo) {
    if (!this.#echoes.includes(echo)) return false;
    this.#echoes = this.#echoes.filter((other) => other !== echo);
    echo.turn.remove();
    this.#showLog(this.#log.childElementCount > 0);
    return true;
  }

  #addTurn() {
    for (const old of this.#log.querySelectorAll(".turn[data-live]")) {
      delete old.dataset.live;
      old.style.paddingBlockStart = "";
    }
    const turn = clone("template-turn");
    turn.dataset.live = "";
    turn.firstElementChild.dataset.new = "";
    this.#showLog(true);
    const [echo] = this.#echoes;
    if (echo) echo.turn.before(turn);
    else this.#log.append(turn);
    return turn;
  }

  #addRun(frame) {
    const known = this.#runs.get(frame.run_id);
    if (known) return;
    const turn = this.#log.querySelector(`[data-turn="${frame.result.trigger_id}"]`);
    if (!turn) return;
    for (const superseded of turn.querySelectorAll("[data-retry]")) superseded.hidden = true;
    const run = RunView.create(frame, this.#context);
    this.#runs.set(run.id, run);
    turn.append(run.element);
  }

  #showLog(isShown) {
    this.#log.hidden = !isShown;
    const welcome = hook(this.#root, "welcome");
    if (welcome) welcome.hidden = isShown;
  }
}
