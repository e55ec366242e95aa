"""Reads priorities and tags by their names."""

from __future__ import annotations

import re

from .commands import Priority
from .patterns import rx

_LEVELS: dict[str, Priority] = {
    "high": "high", "highest": "high", "top": "high", "urgent": "high", "critical": "high",
    "important": "high", "asap": "high", "1": "high", "!!!": "high",
    "medium": "medium", "med": "medium", "normal": "medium", "regular": "medium", "2": "medium",
    "low": "low", "lowest": "low", "minor": "low", "unimportant": "low", "3": "low",
}  # fmt: skip
_WHOLE_LEVEL = rx(
    r"(?:(?:a|an|the|very)\s+)*(?:priority\s+)?!?"
    rf"(?P<level>{'|'.join(map(re.escape, _LEVELS))})(?:[- ]priority)?"
)

TAG_NAME = r"[^\W\d_][\w-]{0,49}"
HASHTAG = rf"(?<![\w&/])#(?P<tag>{TAG_NAME})"


def level_of(text: str) -> Priority | None:
    """The priority that `text` as a whole names: "high", "low priority", "urgent"."""
    match = _WHOLE_LEVEL.fullmatch(text.strip(" .!"))
    return _LEVELS[match["level"].lower()] if match else None


def tag_names(text: str) -> tuple[str, ...]:
    """The tags of a list such as "home, #work and garden"."""
    names = re.split(r"\s*,\s*(?:and\s+)?|\s+and\s+|\s*&\s*|\s+(?=#)", text.strip())
    return tuple(dict.fromkeys(name.strip(" #.!") for name in names if name.strip(" #.!")))
