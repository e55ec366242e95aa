import { clone, hook, say, setText } from "../../site/dom.js";

const WORDS = {
  starting: say("Working"),
  done: say("Done"),
  failed: say("Failed"),
  declined: say("Declined"),
  stopped: say("Stopped"),
  awaiting_approval: say("Waiting for approval"),
  unfinished: say("Not finished"),
  thinking: "",
  queued: "",
};
const TASKS_SHOWN = 5;
const WAITING = "waiting";

/** Draws a scene as the chat does. */
export class Stage {
  #root;
  #steps;
  #html = "";

  constructor(root) {
    this.#root = root;
    this.#steps = hook(root, "stage-steps");
  }

  /** `text`: the text of the reply so far, while it is being written */
  draw({ isAsked, steps, waiting, approval, reply, end }, text) {
    hook(this.#root, "stage-asked").hidden = !isAsked;
    const lines = [...steps.values()];
    if (waiting) lines.push({ id: WAITING, took: "", ...waiting });
    this.#drawSteps(lines);
    this.#drawApproval(approval);
    this.#drawReply(reply, text);
    this.#drawEnd(end);
    if (text !== null || end) this.#root.scrollTop = this.#root.scrollHeight;
  }

  #drawSteps(lines) {
    const known = new Map([...this.#steps.children].map((element) => [element.dataset.id, element]));
    for (const { id, state, text, took, tool } of lines) {
      const element = known.get(id) ?? clone("template-stage-step");
      known.delete(id);
      element.dataset.id = id;
      if (element.dataset.state !== state) element.dataset.state = state;
      if (tool) element.dataset.tool = tool;
      setText(hook(element, "text"), text ?? "");
      setText(hook(element, "state-word"), WORDS[state] ?? state);
      setText(hook(element, "duration"), took);
      if (id === WAITING || !element.isConnected) this.#steps.append(element);
    }
    for (const gone of known.values()) gone.remove();
  }

  #drawApproval(approval) {
    const card = hook(this.#root, "stage-approval");
    const drawn = approval ? JSON.stringify(approval) : "";
    if (card.dataset.drawn === drawn) return;
    card.dataset.drawn = drawn;
    card.hidden = approval === null;
    if (approval === null) return card.replaceChildren();
    card.dataset.decision = approval.decision;
    card.replaceChildren(element("strong", approval.summary), taskList(approval), element("p", approval.decided || say("Waiting for a decision"), "decision"));
  }

  #drawReply(reply, text) {
    hook(this.#root, "stage-reply").hidden = reply === null;
    const [plain, rich] = [hook(this.#root, "stage-text"), hook(this.#root, "stage-html")];
    const html = text === null ? (reply?.html ?? "") : "";
    rich.hidden = !html;
    plain.hidden = Boolean(html);
    if (html !== this.#html) rich.innerHTML = html; // sanitised by the server
    this.#html = html;
    setText(plain, html ? "" : (text ?? reply?.text ?? ""));
  }

  #drawEnd(end) {
    const line = hook(this.#root, "stage-end");
    line.hidden = end === null;
    if (end === null) return;
    line.dataset.status = end.type;
    setText(line, end.text);
  }
}

function taskList({ tasks, more }) {
  const list = document.createElement("ul");
  const hidden = more + Math.max(0, tasks.length - TASKS_SHOWN);
  list.append(...tasks.slice(0, TASKS_SHOWN).map(({ number, title }) => element("li", `#${number} ${title}`)));
  if (hidden) list.append(element("li", say("and {count} more", { count: hidden })));
  return list;
}

function element(name, text, className = "") {
  const made = document.createElement(name);
  made.textContent = text;
  if (className) made.className = className;
  return made;
}
