"""Waiting for a run's last event, without a thread."""

from __future__ import annotations

import time
from uuid import UUID

from chatbot.domain.events import LAST_EVENTS
from chatbot.models import Run
from streaming.cursor import Cursor
from streaming.database import query
from streaming.entry import Entry
from streaming.http import EventsOnly, poll

LOOK_AGAIN = 10.0  # seconds; a run may also come to rest, or be deleted, without a last event


class RunEnd(EventsOnly):
    """Says something only when the run is over, or when its events can no longer be told."""

    def __init__(self, run_id: UUID) -> None:
        self._run_id = str(run_id)

    def event(self, entry: Entry) -> str | None:
        is_end = entry.type in LAST_EVENTS and entry.data.get("run_id") == self._run_id
        return entry.type if is_end else None

    def reset(self, cursor: Cursor) -> str | None:
        return "reset"


async def wait_for_end(run_id: UUID, stream: str, after: Cursor, seconds: float) -> Run | None:
    """The run once it is over, or as it stands after so many seconds; `None` if it was deleted.

    `after` is a position from before the run was asked for.
    """
    deadline = time.monotonic() + seconds
    while True:
        run = await query(_find, run_id)
        left = deadline - time.monotonic()
        if run is None or run.status not in {Run.Status.QUEUED, Run.Status.RUNNING} or left <= 0:
            return run
        _, after = await poll(stream, after, min(left, LOOK_AGAIN), RunEnd(run_id))


def _find(run_id: UUID) -> Run | None:
    return Run.objects.select_related("reply").filter(pk=run_id).first()
