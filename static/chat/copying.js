import { hook } from "../site/dom.js";

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
