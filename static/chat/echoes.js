import { clone, hook, say, setText } from "../site/dom.js";

const STATES = {
  pending: say("Sending…"),
  slow: say("Still sending: the connection is slow. Your message is kept."),
  complete: "",
};

/** Echoes: messages of this tab that the server has not drawn yet. */
export class Echoes {
  #log;
  #echoes = [];

  constructor(log) {
    this.#log = log;
  }

  add(text) {
    const turn = newTurn();
    setText(hook(turn, "body"), text);
    setState(turn, "pending");
    this.#log.append(turn);
    const echo = { turn, text: text.trim() };
    this.#echoes.push(echo);
    return {
      takeBack: () => this.#drop(echo),
      slow: (sendAgain) => this.#echoes.includes(echo) && offerSending(turn, sendAgain),
      confirm: (runId) => {
        echo.runId = runId;
        setState(turn, "complete");
      },
    };
  }

  /** The echo of a message whose event has come, or undefined if another tab has sent it. */
  claim(content, runId) {
    const echo = this.#echoes.find((candidate) => candidate.runId === runId || candidate.text === content.trim());
    this.#echoes = this.#echoes.filter((other) => other !== echo);
    return echo?.turn;
  }

  /** After the log was drawn: append the echoes that it does not have yet. `isDrawn(runId)` */
  restore(isDrawn) {
    for (const echo of this.#echoes.filter(({ runId }) => runId && isDrawn(runId))) this.#drop(echo);
    for (const { turn } of this.#echoes) this.#log.append(turn);
  }

  /** The element before which turns of other tabs are inserted; null for the end. */
  get first() {
    return this.#echoes[0]?.turn ?? null;
  }

  /** False if another event has claimed it already. */
  #drop(echo) {
    if (!this.#echoes.includes(echo)) return false;
    this.#echoes = this.#echoes.filter((other) => other !== echo);
    echo.turn.remove();
    return true;
  }
}

export function newTurn() {
  const turn = clone("template-turn");
  turn.dataset.new = "";
  return turn;
}

function setState(turn, state) {
  turn.firstElementChild.dataset.state = state;
  const line = hook(turn, "message-state");
  if (line) setText(line, STATES[state]);
}

/** Offers to resend a message whose request takes long. */
function offerSending(turn, sendAgain) {
  setState(turn, "slow");
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "text-button", textContent: say("Send again") });
  button.addEventListener("click", () => {
    setState(turn, "pending");
    sendAgain();
  });
  hook(turn, "message-state").append(button); // until the state changes
}
