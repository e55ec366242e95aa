import { aroundSwaps } from "../live/parts.js";
import { clone, hook } from "../site/dom.js";

/** Each message gets a button that copies it. */
export function startCopying(log) {
  addButtons(log);
  aroundSwaps(log, (part) => () => addButtons(part));
  log.addEventListener("click", async ({ target }) => {
    const button = target.closest("[data-copy]");
    if (!button) return;
    const label = button.querySelector(".hidden-visually");
    try {
      await navigator.clipboard.writeText(hook(button.closest(".message, [data-run]"), "body").innerText);
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

function addButtons(part) {
  for (const line of part.querySelectorAll(":is(.message-meta, [data-message-tools]):not(:has([data-copy]))")) line.append(clone("template-copy"));
}
