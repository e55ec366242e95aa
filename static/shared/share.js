import { say } from "../site/dom.js";

/** Copies a new link. */
const button = document.querySelector("[data-copy-link]");
button?.addEventListener("click", async () => {
  const link = document.querySelector("[data-link]");
  link.select();
  try {
    await navigator.clipboard.writeText(link.value);
    button.textContent = say("Copied");
  } catch {
    button.textContent = say("Copy it from the box");
  }
});
