"""What a goal excludes: "plan a party without games", "…: cake, drinks, but no music"."""

from __future__ import annotations

from .patterns import rx, tidy

_NEXT = "but|with|including|by|on|in|for|until|before|at|aber|mit|bis|am|im|für"
_END = rf"(?=\s*(?:[,.;:!\n]|$|\s(?:{_NEXT})\b))"
_WITHOUT = rx(
    r"(?:,?\s+(?:but\s+|and\s+|aber\s+|und\s+)?(?:without|except(?:\s+for)?|ohne|außer)"
    r"|(?:,\s*(?:but\s+|and\s+)?|\s+but\s+)(?:with\s+)?no|(?:,\s*(?:aber\s+|und\s+)?|\s+aber\s+)keine?n?)\s+"
    rf"(?:any\s+|the\s+|an?\s+|die\s+|den\s+|das\s+|eine?n?\s+)?(?P<what>[^,.;:!\n]+?){_END}"
)
_AND = rx(r"\s+(?:and|or|und|oder)\s+(?:any\s+|the\s+|an?\s+)?")


def take_exclusions(text: str) -> tuple[str, tuple[str, ...]]:
    """The text without its exclusions, and what they exclude."""
    excluded = [tidy(part) for found in _WITHOUT.finditer(text) for part in _AND.split(found["what"])]
    return _WITHOUT.sub("", text), tuple(part for part in excluded if part)
