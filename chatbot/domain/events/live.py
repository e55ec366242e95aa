"""Live frames: sent to tabs and not stored. Who misses one reads the truth elsewhere."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from .frame import Event, Result


class LiveEvent(Event):
    conversation_id: UUID
    run_id: UUID
    attempt: int


class DeltaResult(Result):
    offset: int  # in characters; what came from there on is replaced
    text: str


class MessageDelta(LiveEvent):
    """A piece of a reply that is being written."""

    event_type: Literal["message_delta"] = "message_delta"
    message_id: UUID
    result: DeltaResult


class ThoughtResult(Result):
    turn: int
    offset: (
        int  # in characters of what is thought in this turn; after one that is missed, what is stored has it
    )
    text: str


class ThinkingDelta(LiveEvent):
    """What the model thinks before it answers."""

    event_type: Literal["thinking_delta"] = "thinking_delta"
    result: ThoughtResult
