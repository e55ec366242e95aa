import { singleKey } from "../site/shortcuts.js";
import { setText } from "../site/dom.js";

/** Cards on which a person approves a call: the button counts the ticked tasks; A approves, D declines. */
export function startApprovals(root) {
  root.addEventListener("change", ({ target }) => count(target.closest("[data-approval]")));
  root.addEventListener("htmx:after:swap", () => root.querySelectorAll("[data-approval]").forEach(count));
  root.addEventListener("toggle", ({ target }) => target.matches("[data-own-answer][open]") && target.querySelector("input").focus(), true);
  addEventListener("keydown", (event) => {
    const action = { a: "approve", d: "decline" }[singleKey(event)];
    const button = action && cardAt(root, event.target)?.querySelector(`[data-${action}]`);
    if (!button) return;
    event.preventDefault();
    button.click();
  });
}

/** The card with the focus, else the first one. */
function cardAt(root, element) {
  return element.closest("[data-approval]:not([data-question])") ?? root.querySelector("[data-approval]:not([data-question])");
}

function count(card) {
  const button = card?.querySelector("[data-approve][data-count]");
  if (!button) return;
  const { count: all, one, other } = button.dataset;
  const left = all - card.querySelectorAll('input[type="checkbox"]:not(:checked)').length;
  setText(button, (left === 1 ? one : other).replace("{count}", left));
}
