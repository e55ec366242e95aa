"""The seven event types that clients in the field know, and draw a line for each of."""

from __future__ import annotations

from functools import lru_cache

from chatbot.wire.projection import ChatProjection, chat_projection
from streaming.cursor import Cursor
from streaming.entry import Entry, LiveFrame, Projection

ALL = "all"
PROGRESS = "progress"
CHOICES = (PROGRESS, ALL)
# `connection_established`, the seventh, is no event of the log.
PROGRESS_EVENTS = frozenset(
    {"agent_thinking", "tool_starting", "tool_progress", "tool_complete", "tool_error", "agent_done"}
)


class ProgressProjection(Projection):
    """Another projection without what is not progress; for clients that resume, a reset stays."""

    def __init__(self, inner: ChatProjection) -> None:
        self._inner = inner

    def event(self, entry: Entry) -> str | None:
        return entry.text(self._inner) if entry.type in PROGRESS_EVENTS else None

    def live(self, frame: LiveFrame) -> str | None:
        return None

    def established(self, cursor: Cursor) -> str | None:
        return self._inner.established(cursor)

    def heartbeat(self, cursor: Cursor, interval: float) -> str | None:
        return None

    def reset(self, cursor: Cursor) -> str | None:
        return self._inner.reset(cursor)


class ContractProjection(ProgressProjection):
    """For clients without a cursor, which have nothing that a reset could make void."""

    def reset(self, cursor: Cursor) -> str | None:
        return None


@lru_cache(maxsize=10_000)
def progress_projection(user_id: str, *, resumes: bool = True) -> ProgressProjection:
    """One object for all connections of a user that see the same, as `chat_projection`."""
    kind = ProgressProjection if resumes else ContractProjection
    return kind(chat_projection(user_id))
