import { watchDates } from "../live/dates.js";
import { aroundSwaps, refresh } from "../live/parts.js";
import { Texts } from "../live/texts.js";
import { hook, setText } from "../site/dom.js";
import { rememberFocus } from "../site/focus.js";
import { Later } from "../site/later.js";
import { Echoes, newTurn } from "./echoes.js";
import { startFolding } from "./folding.js";
import { Paging } from "./paging.js";
import { startTicking } from "./ticks.js";
import { refreshTurn } from "./turns.js";
import { startUnfolding } from "./unfolding.js";
import { AGENT_DONE, AGENT_MESSAGE, AGENT_THINKING, APPROVAL_REQUESTED, MESSAGE_CREATED, MESSAGE_DELTA, PLAN_UPDATE, RUN_CANCELLED, RUN_FAILED, RUN_QUEUED, STEP_UPDATE, TASK_EVENTS, THINKING_DELTA } from "../streaming/events.js";

const MOST_TURNS = 2; // that are fetched one by one
const QUEUED_EVERY = 10_000; // milliseconds
// The turns that change with others' runs: those that wait, and the last answer, when a further run is queued.
const TURNING_POINTS = new Set([RUN_QUEUED, AGENT_THINKING, APPROVAL_REQUESTED, AGENT_DONE, RUN_FAILED, RUN_CANCELLED]);
const WAITING = "[data-waiting]";
const WAITING_OR_LAST = "[data-waiting], [data-regenerate]";

/**
 * The open conversation: turns, each a person's message with the runs that answer it. The server draws them;
 * streaming text, and messages that are being sent, are drawn here.
 */
export class Transcript {
  #log;
  #welcome;
  #context;
  #texts;
  #thoughts;
  #echoes;
  #paging;
  #edit = null; // the id of an edit that was sent here, until it is drawn
  #turns = new Map(); // run id → its turn, for runs that are not drawn yet

  /** `context`: { scroller, showStoppable(run), takeBack(runId) } */
  constructor(root, context) {
    this.#log = hook(root, "log");
    this.#welcome = hook(root, "welcome");
    this.#context = context;
    this.#texts = new Texts(this.#log, (run) => this.#refresh(run));
    this.#thoughts = new Later(async () => new (await import("./thoughts.js")).Thoughts(this.#log));
    this.#echoes = new Echoes(this.#log);
    aroundSwaps(this.#log, (part) => this.#beforeSwap(part));
    startFolding(this.#log, context.scroller);
    startTicking(this.#log);
    startUnfolding(this.#log);
    this.#paging = new Paging(this.#log);
    if (this.#welcome) watchDates(this.#welcome, () => refresh(this.#welcome));
    if (this.#active.length === 1) this.#log.lastElementChild.dataset.live = "";
    setInterval(() => this.#refreshQueued(), QUEUED_EVERY);
    this.#arrange();
  }

  /** Show a message at once; its event finds it by its text. `takeBack()` returns whether it was still there. */
  echo(text) {
    this.#paging.toEnd();
    this.#takeRoom();
    const isFirst = !this.#isWaiting;
    const echo = this.#echoes.add(text);
    this.#log.lastElementChild.toggleAttribute("data-live", isFirst);
    this.#arrange();
    // A queued message stays in sight while the answer above it grows.
    this.#context.scroller.toEnd({ follow: !isFirst });
    return {
      ...echo,
      takeBack: () => {
        const wasThere = echo.takeBack();
        this.#arrange();
        return wasThere;
      },
      confirm: (runId) => {
        echo.confirm(runId);
        // Its event has come already, or it answered a question of a run that is shown.
        if (this.#turnOf(runId)) echo.takeBack();
      },
    };
  }

  handle(frame) {
    const { event_type: type, run_id: run, result } = frame;
    if (type === THINKING_DELTA) return this.#thoughts.use((thoughts) => thoughts.write(frame));
    this.#thoughts.tell((thoughts) => thoughts.end(run));
    if (type === MESSAGE_DELTA) return this.#write(frame);
    if (type === MESSAGE_CREATED && result.role === "user") this.#added(frame);
    if (type === RUN_QUEUED) this.#queued(run, this.#turn(result.trigger_id));
    if (type === AGENT_THINKING && frame.attempt === 1) this.#giveRoom(run);
    if (type === RUN_CANCELLED && result.withdrawn) this.#context.takeBack(run);
    const changed = type === RUN_QUEUED ? WAITING_OR_LAST : WAITING;
    const turns = TURNING_POINTS.has(type) ? this.#log.querySelectorAll(`[data-turn]:has(${changed})`) : [];
    for (const turn of new Set([this.#turnOf(run) ?? this.#turnOfCall(frame), ...turns])) if (turn) refreshTurn(turn);
  }

  /** Tasks have changed: fetch the turns that show them, or all turns if they are many. */
  tasksChanged({ event_type: type, result }) {
    if (!TASK_EVENTS.includes(type)) return;
    if (this.#welcome && !this.#welcome.hidden) refresh(this.#welcome);
    const rows = (result.tasks ?? [result]).map(({ number }) => `[data-task="${number}"]`);
    const turns = [...this.#log.querySelectorAll("[data-turn]")].filter((turn) => turn.querySelector(rows.join()));
    if (turns.length > MOST_TURNS) this.reset();
    else for (const turn of turns) refreshTurn(turn);
  }

  /** A plan has changed: fetch the turn with its card. */
  planChanged({ event_type: type, result }) {
    if (![PLAN_UPDATE, STEP_UPDATE, AGENT_MESSAGE].includes(type)) return; // a question comes as a message
    const turn = hook(this.#log, `plan="${result.plan_id}"`)?.closest("[data-turn]");
    if (turn) refreshTurn(turn);
  }

  /** The page has this address now. */
  open(address) {
    this.#paging.show(address);
  }

  /** Missed events cannot be replayed: fetch the whole log. */
  reset() {
    refresh(this.#log);
  }

  get #active() {
    return [...this.#log.querySelectorAll('[data-run]:is([data-status="queued"], [data-status="running"], [data-status="awaiting_approval"])')];
  }

  /** Is there a run that the next message has to wait for? Runs that wait for a decision do not block. */
  get #isWaiting() {
    return this.#active.some(({ dataset }) => dataset.status !== "awaiting_approval");
  }

  #turn(id) {
    return document.getElementById(`turn-${id}`);
  }

  #turnOf(run) {
    const drawn = hook(this.#log, `run="${run}"`)?.closest("[data-turn]");
    if (drawn) this.#turns.delete(run);
    return drawn ?? this.#turns.get(run);
  }

  /** An answer shows the calls of earlier answers, too, whose runs are not drawn. */
  #turnOfCall({ call_id: call }) {
    return call && hook(this.#log, `call-id="${call}"`)?.closest("[data-turn]");
  }

  #addTurn({ message_id: id, run_id: run, result }) {
    if (this.#turn(id) || !this.#paging.isAtEnd) return;
    this.#paging.toEnd();
    let turn = this.#echoes.claim(result.content, run);
    if (!turn) {
      this.#takeRoom();
      turn = newTurn();
      setText(hook(turn, "body"), result.content);
      turn.toggleAttribute("data-live", !this.#isWaiting);
      this.#log.insertBefore(turn, this.#echoes.first);
    }
    turn.id = `turn-${id}`;
    this.#turns.set(run, turn);
    refreshTurn(turn);
    this.#arrange();
  }

  #added(frame) {
    const { message_id: id, run_id: run, result } = frame;
    if (!result.replaces) return this.#addTurn(frame);
    this.#turns.set(run, this.#log); // which draws the turn, without those that were replaced
    if (this.#paging.toBranch(result.replaces)) this.#edit = id;
  }

  /** An edit was sent from here: show it and its answer, as any message that is sent. */
  #showEdit() {
    const turn = this.#edit && this.#turn(this.#edit);
    if (!turn) return;
    this.#edit = null;
    this.#takeRoom();
    turn.dataset.live = "";
    this.#context.scroller.toEnd();
  }

  #queued(run, turn) {
    if (!turn) return;
    this.#turns.set(run, turn);
    this.#paging.toLatestAnswer(turn);
  }

  #write(frame) {
    this.#texts.write(frame);
    this.#context.scroller.grew();
  }

  #refresh(run) {
    const turn = this.#turnOf(run);
    if (turn) refreshTurn(turn);
  }

  /** No event says that no worker is running. */
  #refreshQueued() {
    for (const turn of this.#log.querySelectorAll('[data-turn]:has([data-run][data-status="queued"])')) refreshTurn(turn);
  }

  #beforeSwap(part) {
    const { scroller } = this.#context;
    const hadEnd = this.#paging.isAtEnd;
    const wasAtEnd = hadEnd && scroller.isAtEnd;
    const first = hook(this.#log, "turn");
    const [turns, parts] = this.#countsFrom(first);
    const replies = [...part.querySelectorAll(".reply")].filter((element) => element.checkVisibility());
    const reply = (part === this.#log && scroller.firstInSight(replies)) || replies.at(-1);
    const putBack = reply ? scroller.hold(reply) : () => {};
    const restoreFocus = rememberFocus(this.#log);
    const cards = new Set(part.querySelectorAll("[data-approval]"));
    return () => {
      this.#texts.adopt();
      if (part === this.#log) this.#echoes.restore((run) => hook(this.#log, `run="${run}"`) !== null);
      restoreFocus();
      putBack();
      queueMicrotask(putBack); // other scripts have added their tools to what was drawn by then
      this.#arrange();
      const [turnsNow, partsNow] = this.#countsFrom(first);
      if (wasAtEnd && turnsNow > turns && !scroller.isFollowing) scroller.toEnd();
      else scroller.grew({ isNew: hadEnd && partsNow > parts });
      const card = [...part.querySelectorAll("[data-approval]")].find((one) => !cards.has(one));
      if (card) scroller.show(card);
      this.#showEdit();
    };
  }

  /** Scroll to what is new, and announce it. */
  #countsFrom(turn) {
    const isNews = (element) => !turn?.isConnected || !(turn.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_PRECEDING);
    return ["[data-turn], [data-run]", "[data-role], [data-call-id], [data-approval]"].map((parts) => [...this.#log.querySelectorAll(parts)].filter(isNews).length);
  }

  #arrange() {
    const active = this.#active;
    const isEmpty = this.#log.childElementCount === 0;
    this.#log.hidden = isEmpty;
    if (this.#welcome) this.#welcome.hidden = !isEmpty;
    this.#log.ariaBusy = `${this.#isWaiting}`;
    const stoppable = active.filter(({ dataset }) => "stopUrl" in dataset);
    this.#context.showStoppable(stoppable.find(({ dataset }) => dataset.status !== "awaiting_approval") ?? stoppable[0] ?? null);
  }

  /** The run of a queued message has started: make room for it, and keep what is read above in sight. */
  #giveRoom(run) {
    const turn = this.#turnOf(run);
    if (!turn || turn !== this.#log.lastElementChild || "live" in turn.dataset) return;
    this.#takeRoom();
    turn.dataset.live = "";
    if (this.#context.scroller.isFollowing) this.#context.scroller.toEnd();
  }

  #takeRoom() {
    for (const old of this.#log.querySelectorAll(".turn[data-live]")) {
      delete old.dataset.live;
      old.style.paddingBlockStart = "";
    }
  }
}
