from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from chatbot.assistant.language.goals import Goal

from .letters import Letter

_ADDED = re.compile(r"^(?:Added |- )\*\*#(?P<number>\d{1,9})\*\*", re.MULTILINE)
_MAKING = re.compile(r"^Added\b", re.MULTILINE)


@dataclass(frozen=True)
class Assignment:
    """What an agent knows when it begins."""

    goal: Goal
    letter: Letter
    now: datetime

    @property
    def made(self) -> list[int]:
        """The numbers of the tasks that earlier steps say they added."""
        numbers: list[int] = []
        for result in self.letter.results.values():
            if begin := _MAKING.search(result):
                block = result[begin.start() :].split("\n\nOn your list already", 1)[0]
                numbers += [int(match["number"]) for match in _ADDED.finditer(block)]
        return list(dict.fromkeys(numbers))
