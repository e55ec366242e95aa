import { hook, say, setText } from "./dom.js";

/** Put a whole text in place of its first lines. */
export async function showAll(link) {
  const excerpt = link.closest("[data-excerpt]");
  const response = await fetch(link.href, { credentials: "same-origin" }).catch(() => null);
  if (!response?.ok || response.redirected) return setText(link, say("This could not be loaded. Try again"));
  const text = hook(excerpt, "excerpt-text");
  setText(text, await response.text());
  link.remove();
  excerpt.setAttribute("hx-morph-skip", ""); // as the person has opened it
  text.tabIndex = 0; // a box that scrolls
  text.focus();
}
