"""Fences of Markdown, in which models wrap JSON."""

from __future__ import annotations

_FENCE = "```"


def unfenced(text: str) -> str:
    """The text within the one fence that is all of it, or the text itself; without white space at its ends.

    Not by a pattern: with several runs of white space in it, that takes hours for a few thousand blanks.
    """
    text = text.strip()
    if len(text) < 2 * len(_FENCE) or not (text.startswith(_FENCE) and text.endswith(_FENCE)):
        return text
    return text.removeprefix(_FENCE).removesuffix(_FENCE).removeprefix("json").strip()
