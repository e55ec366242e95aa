"""Waiting until a run ends or needs a person, without a thread."""

from __future__ import annotations

import json
import time
from collections.abc import Awaitable, Callable
from typing import NamedTuple
from uuid import UUID

from chatbot.domain.events import LAST_EVENTS
from chatbot.domain.publish import stream_of
from chatbot.models import Run, User
from streaming.cursor import Cursor
from streaming.database import query
from streaming.entry import Entry, dumps
from streaming.http import EventsOnly, poll
from streaming.log import stream_position

SETTLING = LAST_EVENTS | {"approval_requested"}
_PROGRESS = "tool_progress"

type OnProgress = Callable[[int, int, str], Awaitable[None]]  # with part, total and a line for people


class Submitted(NamedTuple):
    """A run that was asked for or decided on, and a position from before that in its owner's stream."""

    run: Run
    stream: str
    before: Cursor


def submitted(owner: User, command: Callable[[], Run]) -> Submitted:
    """Carry out a command whose run is then waited for; no event of it is missed."""
    stream = stream_of(owner.pk)
    before = stream_position(stream).cursor
    return Submitted(command(), stream, before)


class RunFinished(EventsOnly):
    """Selects the events after which a run is over, waits for a person, or is deleted; and a reset.

    `with_progress` selects those that tell how far a tool is, too.
    """

    def __init__(self, run: Run, *, with_progress: bool) -> None:
        self._run_id, self._conversation_id = str(run.pk), str(run.conversation_id)
        self._selected = SETTLING | {_PROGRESS} if with_progress else SETTLING

    def event(self, entry: Entry) -> str | None:
        if entry.type in self._selected and entry.data.get("run_id") == self._run_id:
            return dumps(entry.data) if entry.type == _PROGRESS else entry.type
        is_deleted = (
            entry.type == "conversation_deleted"
            and entry.data.get("conversation_id") == self._conversation_id
        )
        return entry.type if is_deleted else None

    def reset(self, cursor: Cursor) -> str | None:
        return "reset"


async def wait_until_finished(
    submitted: Submitted, seconds: float, on_progress: OnProgress | None = None
) -> Run | None:
    """The run once it is over or waits for a person, or as it is after `seconds`; `None` if deleted."""
    run, stream, after = submitted
    deadline = time.monotonic() + seconds
    while True:
        found = await query(_find, run.pk)
        left = deadline - time.monotonic()
        if found is None or found.status not in {Run.Status.QUEUED, Run.Status.RUNNING} or left <= 0:
            return found
        texts, after = await poll(
            stream, after, left, RunFinished(run, with_progress=on_progress is not None)
        )
        if on_progress is not None:
            for progress in (json.loads(text) for text in texts if text.startswith("{")):
                result = progress["result"]
                await on_progress(result["part"], result["total"], progress["message"])


def _find(run_id: UUID) -> Run | None:
    runs = Run.objects.select_related("reply").prefetch_related("tool_calls")
    return runs.filter(pk=run_id).first()
