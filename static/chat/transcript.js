import { clone, hook } from "../site/dom.js";
import { keepFocus } from "../site/focus.js";
import { fillMessage, offerSending, setState } from "./messages.js";
import { RunView } from "./run.js";

/** The open conversation: turns, each a person's message with the runs that answer it. */
export class Transcript {
  #root;
  #log;
  #context;
  #runs = new Map();
  #echoes = []; // messages of this tab whose own event has not come yet

  /** `context`: { scroller, loadRun(id), showAtWork(run), takeBack(runId) } */
  constructor(root, context) {
    this.#root = root;
    this.#log = hook(root, "log");
    this.#context = context;
    this.#adoptRuns();
  }

  get isActive() {
    return this.#queue.length > 0;
  }

  get #unended() {
    return [...this.#runs.values()].filter((run) => !run.hasEnded);
  }

  get #queue() {
    return this.#unended.filter((run) => !run.isAsking);
  }

  run(id) {
    return this.#runs.get(id);
  }

  /** Show a message at once; its event will find it by its text. `takeBack()` says whether it was still there. */
  echo(text) {
    const turn = this.#addTurn();
    fillMessage(turn.firstElementChild, { content: text, state: "pending" });
    const echo = { turn, text: text.trim() };
    this.#echoes.push(echo);
    this.#context.scroller.toEnd();
    return {
      takeBack: () => this.#drop(echo),
      slow: (sendAgain) => this.#echoes.includes(echo) && offerSending(turn.firstElementChild, sendAgain),
      confirm: (runId) => {
        echo.runId = runId;
        setState(turn.firstElementChild, "complete");
        // Its own event has come already; or it answered a question of a run that is here.
        if (this.#runs.has(runId) || this.#log.querySelector(`[data-run-trigger="${runId}"]`)) this.#drop(echo);
      },
    };
  }

  handle(frame) {
    const wasAtEnd = this.#context.scroller.isAtEnd;
    const length = this.#length;
    keepFocus(this.#log, () => this.#draw(frame));
    if (wasAtEnd && this.#length > length) this.#context.scroller.toEnd();
    else this.#context.scroller.grew({ isNew: ["message_created", "tool_starting", "approval_requested"].includes(frame.event_type) });
  }

  #draw(frame) {
    if (frame.event_type === "message_created" && frame.result.role === "user") this.#addMessage(frame);
    else if (frame.event_type === "run_queued") this.#addRun(frame);
    else this.#runs.get(frame.run_id)?.handle(frame);
    if (frame.event_type === "agent_thinking") this.#giveRoom(frame);
    if (frame.event_type === "run_cancelled" && frame.result.withdrawn) this.#withdraw(frame);
    if (!["message_delta", "thinking_delta"].includes(frame.event_type)) this.#arrange();
  }

  /** Grows with what one wants to see at once: a message, or a further run. */
  get #length() {
    return this.#log.childElementCount + this.#runs.size;
  }

  /** What depends on the order of the runs: who waits, what can be stopped, which answer can be given anew. */
  #arrange() {
    this.#log.ariaBusy = `${this.isActive}`;
    this.#queue.forEach((run, ahead) => run.waitBehind(ahead));
    const runs = [...this.#runs.values()];
    for (const run of runs) run.offerAnother(run === runs.at(-1) && run.hasSucceeded);
    this.#context.showAtWork([...this.#queue, ...this.#unended].find((run) => run.isAtWork) ?? null);
  }

  /** A message that had waited is answered now. It gets room below; what is read above it stays in sight. */
  #giveRoom({ run_id: id, attempt }) {
    const turn = this.#runs.get(id)?.element.closest(".turn");
    if (attempt > 1 || !turn || turn !== this.#log.lastElementChild || "live" in turn.dataset) return;
    this.#takeRoom();
    turn.dataset.live = "";
  }

  #takeRoom() {
    for (const old of this.#log.querySelectorAll(".turn[data-live]")) {
      delete old.dataset.live;
      old.style.paddingBlockStart = "";
    }
  }

  #withdraw({ run_id: id }) {
    const message = this.#runs.get(id)?.element.closest(".turn").firstElementChild;
    if (message) setState(message, "withdrawn");
    this.#context.takeBack(id);
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
    const found = [...this.#log.querySelectorAll("[data-run]")].map((element) => new RunView(element, this.#context));
    found.sort((one, other) => one.position - other.position);
    this.#runs = new Map(found.map((run) => [run.id, run]));
    if (this.#unended.length === 1) this.#log.lastElementChild.dataset.live = "";
    this.#arrange();
  }

  #addMessage(frame) {
    const { message_id: id, run_id: runId, result } = frame;
    if (this.#log.querySelector(`[data-message-id="${id}"]`)) return;
    const turn = this.#claimEcho(result.content, runId) ?? this.#addTurn(this.#echoes[0]?.turn);
    turn.dataset.turn = id;
    turn.dataset.runTrigger = runId;
    const { content, position, created_at: at } = result;
    fillMessage(turn.firstElementChild, { id, content, position, at, state: "complete" });
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

  /** `next`: the turn that comes after it, if there is one; what is only on its way stands last. */
  #addTurn(next = null) {
    this.#takeRoom();
    const turn = clone("template-turn");
    // One that has to wait stands below what is at work, for both to be seen.
    turn.toggleAttribute("data-live", !this.isActive);
    turn.firstElementChild.dataset.new = "";
    this.#showLog(true);
    this.#log.insertBefore(turn, next);
    return turn;
  }

  #addRun(frame) {
    const known = this.#runs.get(frame.run_id);
    if (known) return;
    const turn = this.#log.querySelector(`[data-turn="${frame.result.trigger_id}"]`);
    if (!turn) return;
    const earlier = [...turn.querySelectorAll("[data-run]")].map((element) => this.#runs.get(element.dataset.run));
    for (const run of earlier) run.giveWay(frame.result);
    const run = RunView.create(frame, this.#context);
    if (earlier.some(({ hasKeptSteps }) => hasKeptSteps)) run.goOn();
    this.#runs.set(run.id, run);
    turn.append(run.element);
  }

  #showLog(isShown) {
    this.#log.hidden = !isShown;
    const welcome = hook(this.#root, "welcome");
    if (welcome) welcome.hidden = isShown;
  }
}
