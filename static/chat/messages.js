import { hook, setText } from "../site/dom.js";
import { fillTime } from "../site/times.js";

const STATES = {
  pending: "Sending…",
  slow: "Still sending: the connection is slow. Your message is kept.",
  stopped: "Stopped",
  cut_off: "Cut off",
  failed: "Not finished",
  withdrawn: "Withdrawn",
};

export function fillMessage(element, { id, state, content, html, position, at }) {
  if (id) element.dataset.messageId = id;
  if (position) element.dataset.position = position;
  if (at) fillTime(hook(element, "time"), at);
  if (state) setState(element, state);
  const body = hook(element, "body");
  if (html) {
    body.innerHTML = html; // sanitised by the server
    body.classList.add("prose");
    delete body.dataset.plain;
  } else if (content !== undefined) {
    setText(body, content);
    body.classList.remove("prose");
    body.dataset.plain = "";
  }
}

export function setState(element, state) {
  element.dataset.state = state;
  const isReply = element.dataset.role === "assistant";
  setText(hook(element, "message-state"), isReply && state === "pending" ? "" : (STATES[state] ?? ""));
}

/** Offers to send a message again that has no answer for long. */
export function offerSending(element, sendAgain) {
  setState(element, "slow");
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "text-button", textContent: "Send again" });
  button.addEventListener("click", () => {
    setState(element, "pending");
    sendAgain();
  });
  hook(element, "message-state").append(button); // until there is another state
}

export function startCopying(root) {
  root.addEventListener("click", async ({ target }) => {
    const button = target.closest("[data-copy]");
    if (!button) return;
    const label = button.querySelector(".hidden-visually");
    try {
      await navigator.clipboard.writeText(hook(button.closest(".message"), "body").innerText);
      button.querySelector("use").setAttribute("href", "#i-check");
      label.textContent = "Copied";
    } catch {
      label.textContent = "Copying is not allowed here";
    }
    button.title = label.textContent;
    setTimeout(() => {
      button.querySelector("use").setAttribute("href", "#i-copy");
      label.textContent = "Copy this message";
      button.title = "Copy";
    }, 1500);
  });
}
