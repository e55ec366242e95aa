"""What people say in a round: sentences that the offline assistant and the slow model both understand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

FIXED = {
    "list": "find tasks about word",
    "complete all": "mark all tasks as complete",
    "delete all": "delete all tasks",
    "story": "Tell me a long story",
}
_ADD = re.compile(r"add (?P<titles>.+)")


@dataclass(frozen=True, slots=True)
class Wish:
    kind: str
    titles: tuple[str, ...] = ()


def add(titles: Sequence[str]) -> str:
    """`add a`, `add a and b`, `add a, b and c`."""
    *first, last = titles
    return "add " + (f"{', '.join(first)} and {last}" if first else last)


def read(text: str) -> Wish:
    if match := _ADD.fullmatch(text):
        return Wish("add", tuple(re.split(r", | and ", match["titles"])))
    return next((Wish(kind) for kind, sentence in FIXED.items() if sentence == text), Wish("story"))
