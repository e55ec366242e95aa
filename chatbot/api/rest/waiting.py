"""Waiting until a run ends or needs a person, without a thread."""

from __future__ import annotations

import time
from uuid import UUID

from chatbot.domain.events import LAST_EVENTS
from chatbot.models import Run
from streaming.cursor import Cursor
from streaming.database import query
from streaming.entry import Entry
from streaming.http import EventsOnly, poll

_SETTLING = LAST_EVENTS | {"approval_requested"}


class RunFinished(EventsOnly):
    """Selects the events after which a run is over, waits for a person, or is deleted; and a reset."""

    def __init__(self, run: Run) -> None:
        self._run_id, self._conversation_id = str(run.pk), str(run.conversation_id)

    def event(self, entry: Entry) -> str | None:
        if entry.type in _SETTLING and entry.data.get("run_id") == self._run_id:
            return entry.type
        is_deleted = (
            entry.type == "conversation_deleted"
            and entry.data.get("conversation_id") == self._conversation_id
        )
        return entry.type if is_deleted else None

    def reset(self, cursor: Cursor) -> str | None:
        return "reset"


async def wait_until_finished(run: Run, stream: str, after: Cursor, seconds: float) -> Run | None:
    """The run once it is over or waits for a person, or as it is after `seconds`; `None` if it was deleted.

    `after` is a position from before the run was asked for.
    """
    deadline = time.monotonic() + seconds
    while True:
        found = await query(_find, run.pk)
        left = deadline - time.monotonic()
        if found is None or found.status not in {Run.Status.QUEUED, Run.Status.RUNNING} or left <= 0:
            return found
        _, after = await poll(stream, after, left, RunFinished(run))


def _find(run_id: UUID) -> Run | None:
    runs = Run.objects.select_related("reply").prefetch_related("tool_calls")
    return runs.filter(pk=run_id).first()
