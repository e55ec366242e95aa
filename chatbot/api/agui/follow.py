"""Follow a run as a stream of the protocol's events, until it ends or asks a person."""

from __future__ import annotations

import json
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import aclosing
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ag_ui.core import (
    PROTOCOL_VERSION,
    BaseEvent,
    CustomEvent,
    RunAgentInput,
    RunErrorEvent,
    RunFinishedCancelledOutcome,
    RunFinishedEvent,
    RunFinishedInterruptOutcome,
    RunFinishedSuccessOutcome,
    RunStartedEvent,
    StateDeltaEvent,
    StateSnapshotEvent,
)

from chatbot.api.completions.chunks import stored_text
from chatbot.api.rest.event_stream import KEEP_ALIVE
from chatbot.domain.publish import stream_of
from chatbot.models import Run, ToolCall
from chatbot.wire.grants import Grant
from streaming.database import query
from streaming.http import server_sent_events

from .decide import interrupt_of
from .frames import ENDING, HEARTBEAT, TASKS, RunFrames
from .given import ignored_in, known_in
from .start import Started
from .state import State, patch, state_of
from .translation import Translation


@dataclass(frozen=True, slots=True)
class Ending:
    """The last event of a stream, and the whole text of the reply until then."""

    event: BaseEvent
    text: str = ""


class Following:
    """What one client has been sent of a run."""

    def __init__(self, given: RunAgentInput, started: Started) -> None:
        self.is_over = False
        self._given, self._run, self._owner = given, started.run, started.owner
        reply_id = str(started.run.reply_id)
        self._translation = Translation(reply_id, known_in(given, reply_id))
        self._state: State = {}

    async def begin(self, page: str) -> list[BaseEvent]:
        self._state = await query(state_of, self._owner)
        return [*_first_events(self._given, self._run, page), StateSnapshotEvent(snapshot=self._state)]

    async def events(self, frame: dict[str, Any]) -> list[BaseEvent]:
        kind, data = frame["type"], frame.get("data", {})
        if kind == TASKS:
            return await self._changes()
        if kind in ENDING:
            return await self._end(data.get("call_id", ""))
        missed: list[BaseEvent] = []
        # Pieces of text are not in the log: who comes late, or misses one, reads what is stored.
        if kind == HEARTBEAT or self._translation.misses(kind, data):
            missed += self._translation.stored(await query(stored_text, self._run.pk))
        return missed if kind == HEARTBEAT else [*missed, *self._translation.event(kind, data)]

    async def _changes(self) -> list[BaseEvent]:
        earlier, self._state = self._state, await query(state_of, self._owner)
        operations = patch(earlier, self._state)
        return [StateDeltaEvent.model_validate({"delta": operations})] if operations else []

    async def _end(self, call_id: str) -> list[BaseEvent]:
        ending = await query(_ending, self._given, self._run, call_id)
        if ending is None:
            return []
        self.is_over = True
        return [*self._translation.finish(ending.text), ending.event]


async def follow(given: RunAgentInput, started: Started, granted: Grant, page: str) -> AsyncIterator[str]:
    """A client that disconnects does not stop the run. `page` is the address of its chat.

    If the permission to follow ends, the stream does, without a last event.
    """
    following, run = Following(given, started), started.run
    for event in await following.begin(page):
        yield _sse(event)
    stream = stream_of(started.owner.pk)
    frames = server_sent_events(stream, started.after, RunFrames(run), tag=granted.tag, guard=granted)
    async with aclosing(frames) as opened:
        async for text in opened:
            frame = json.loads(text)
            for event in await following.events(frame):
                yield _sse(event, frame.get("at"))
            if following.is_over:
                return
            if frame["type"] == HEARTBEAT:
                yield KEEP_ALIVE


def _first_events(given: RunAgentInput, run: Run, page: str) -> Iterator[BaseEvent]:
    yield RunStartedEvent(thread_id=given.thread_id, run_id=given.run_id, protocol_version=PROTOCOL_VERSION)
    value = {
        "conversation_id": str(run.conversation_id),
        "run_id": str(run.pk),
        "url": page,
        "ignored": ignored_in(given),
    }
    yield CustomEvent(name="lockstep.run", value=value)


def _ending(given: RunAgentInput, run: Run, call_id: str) -> Ending | None:
    """How the run ended, or the interrupt that is this call; `None` if it is active."""
    found = Run.objects.filter(pk=run.pk, conversation__deleted_at=None).select_related("reply").first()
    if found is None:
        gone = "The conversation was deleted in the meantime."
        return Ending(RunErrorEvent(message=gone, code="not_found"))
    text = found.reply.content
    if found.status == Run.Status.FAILED and not call_id:
        return Ending(RunErrorEvent(message=found.error, code=found.error_code), text)
    finished = RunFinishedEvent(thread_id=given.thread_id, run_id=given.run_id)
    if found.status == Run.Status.CANCELLED and not call_id:
        finished.outcome = RunFinishedCancelledOutcome()
    elif asking := _asking(found, call_id):
        finished.outcome = RunFinishedInterruptOutcome(interrupts=[interrupt_of(call) for call in asking])
    elif found.status == Run.Status.SUCCEEDED:
        finished.outcome = RunFinishedSuccessOutcome()
    else:
        return None
    return Ending(finished, text)


def _asking(run: Run, call_id: str) -> list[ToolCall]:
    """The call at which the stream ends, and those that the conversation waits for when it ends.

    None while the run itself is active.
    """
    named = list(ToolCall.objects.filter(run=run, call_id=call_id))
    if not named and run.status in {Run.Status.QUEUED, Run.Status.RUNNING}:
        return []
    waiting = ToolCall.objects.awaiting_approval().filter(run__conversation=run.conversation_id)
    return named + list(waiting.exclude(pk__in=[call.pk for call in named]).order_by("started_at"))


def _sse(event: BaseEvent, at: str | None = None) -> str:
    """`at` is when it happened, if that is in the log."""
    moment = datetime.fromisoformat(at).timestamp() if at else time.time()
    event.timestamp = round(moment * 1000)
    return f"data: {event.model_dump_json(by_alias=True)}\n\n"
