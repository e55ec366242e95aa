"""The elements that a page shows, in a form in which two pages can be compared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.async_api import Page

# Attributes that differ between tabs, or are new with each page.
OWN = [
    "aria-busy",
    "data-htmx-powered",
    "hx-get",
    "data-cursor",
    "data-follow",
    "data-live",
    "data-slack",
    "data-new",
    "data-changed",
    "data-ticked",
    "disabled",
    "style",
    "tabindex",
]
# The CSRF token, a key that is new with each page, the text that the person is typing, with its copy, and
# what a tab offers for some seconds.
LEFT_OUT = (
    "input[type=hidden], noscript, script, template, textarea, .marked-copy,"
    "[data-connection], [data-announce], [data-alert], [data-undo-offer]"
)
DRAW = """
([root, own, leftOut]) => {
  const lines = [];
  const draw = (node, depth) => {
    if (node.nodeType === Node.TEXT_NODE) {
      const text = node.data.replace(/\\s+/g, " ").trim();
      if (text) lines.push("  ".repeat(depth) + text);
      return;
    }
    if (node.nodeType !== Node.ELEMENT_NODE || node.hidden || node.matches(leftOut)) return;
    const attributes = [...node.attributes].filter(({ name }) => !own.includes(name));
    const words = attributes.map(({ name, value }) => `${name}="${value}"`).sort();
    lines.push("  ".repeat(depth) + [node.localName, ...words].join(" "));
    for (const child of node.childNodes) draw(child, depth + 1);
  };
  draw(document.querySelector(root), 0);
  return lines;
}
"""


async def drawn(page: Page, root: str = ".app") -> list[str]:
    """The visible elements below `root`, one a line, with their attributes and texts."""
    lines: Any = await page.evaluate(DRAW, [root, OWN, LEFT_OUT])
    return [str(line) for line in lines]
