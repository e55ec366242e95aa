"""Notes in the conversation that tell the model which decisions of the user are pending."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the offline assistant reads notes without Django
    from chatbot.models import ToolCall

_NOTE = re.compile(r"\s*\[Waiting for the user's (?P<kind>approval|answer): (?P<asked>[^\n]*)\](?=\n|\Z)")


@dataclass(frozen=True)
class PendingDecision:
    asked: str
    is_question: bool


def pending_note(call: ToolCall) -> str:
    """One line, to stand in the place of the reply that the user's decision holds up."""
    proposal = call.proposal or {}
    is_question = bool(proposal.get("is_question"))
    asked = " ".join(str(proposal.get("summary", call.message)).split())
    if is_question and (options := call.arguments.get("options")):
        asked += f" ({' / '.join(options)})"
    return f"[Waiting for the user's {'answer' if is_question else 'approval'}: {asked}]"


def without_notes(text: str) -> str:
    return _NOTE.sub("", text).strip()


def noted(text: str) -> list[PendingDecision]:
    """The decisions in the notes of a text, in order."""
    return [PendingDecision(match["asked"], match["kind"] == "answer") for match in _NOTE.finditer(text)]
