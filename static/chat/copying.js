import { aroundSwaps } from "../live/parts.js";
import { clone, hook, say } from "../site/dom.js";

/** Each message gets a button that copies it, and each block of code in one. */
export function startCopying(log) {
  addButtons(log);
  aroundSwaps(log, (part) => () => addButtons(part));
  log.addEventListener("click", async ({ target }) => {
    const button = target.closest("[data-copy]");
    if (!button) return;
    const label = button.title;
    try {
      await navigator.clipboard.writeText(copied(button).innerText);
      show(button, "check", say("Copied"));
    } catch {
      show(button, "copy", say("Copying is not allowed here"));
    }
    setTimeout(() => show(button, "copy", label), 1500);
  });
}

/** What the button copies. */
function copied(button) {
  return button.closest("figure")?.querySelector("code") ?? hook(button.closest(".message, [data-run]"), "body");
}

function addButtons(part) {
  for (const figure of part.querySelectorAll(".prose figure:not(:has([data-copy]))")) figure.append(copyButton(say("Copy this code")));
  for (const line of part.querySelectorAll(".message-meta:not(:has([data-copy]))")) line.append(copyButton(say("Copy this message")));
  // Morphing keeps what a script has added, at the end.
  for (const button of part.querySelectorAll(".run-foot:not([data-copyable]) > [data-copy]")) button.remove();
  for (const foot of part.querySelectorAll("[data-copyable]:not(:has(> [data-copy]:first-child))")) {
    foot.prepend(foot.querySelector(":scope > [data-copy]") ?? copyButton(say("Copy this message")));
  }
}

function copyButton(label) {
  const button = clone("template-copy");
  show(button, "copy", label);
  return button;
}

/** The name is no text, which would be copied with the message. */
function show(button, icon, label) {
  button.querySelector("use").setAttribute("href", `#i-${icon}`);
  button.title = label;
  button.setAttribute("aria-label", label);
}
