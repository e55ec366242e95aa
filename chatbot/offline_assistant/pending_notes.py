"""Notes in the conversation about pending decisions. `chatbot.agent` writes them."""

from __future__ import annotations

import re
from dataclasses import dataclass

_NOTE = re.compile(r"\s*\[Waiting for the user's (?P<kind>approval|answer): (?P<asked>[^\n]*)\](?=\n|\Z)")


@dataclass(frozen=True)
class PendingDecision:
    asked: str
    is_question: bool


def without_notes(text: str) -> str:
    return _NOTE.sub("", text).strip()


def noted(text: str) -> list[PendingDecision]:
    """The pending decisions in the notes of a text, in order."""
    return [PendingDecision(match["asked"], match["kind"] == "answer") for match in _NOTE.finditer(text)]
