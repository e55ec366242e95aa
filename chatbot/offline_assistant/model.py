"""The interface of the assistant: from the input of a model to its answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from agents import UserError

from chatbot.formatting.request_dates import formatted_for

from .planner import decide
from .plans.proposing import propose
from .tool_uses import ToolUse
from .transcript import read_transcript

MODEL_NAME = "offline-assistant"
PLAN = "ProposedPlan"  # the only structured output that the rules can produce


def respond(
    instructions: str | None, items: str | Iterable[Mapping[str, Any]], tools: set[str], output: str | None
) -> list[ToolUse] | str:
    """The next tool calls, or the reply. Raises `UserError` for a structured output that is no plan."""
    transcript = read_transcript(instructions, items)
    if output is None:
        return decide(transcript, tools)
    if output == PLAN:
        with formatted_for(transcript.dates):
            return propose(transcript, instructions or "")
    raise UserError(f"The offline assistant answers in plain text; it cannot produce {output}.")
