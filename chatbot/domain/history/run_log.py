"""The facts of one run: from its events in the user's stream, or from its journal if those are pruned."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from chatbot.domain.errors import NotFound
from chatbot.domain.events import LAST_EVENTS
from chatbot.domain.publish import stream_of
from chatbot.models import Run, ToolCall, User
from streaming.entry import Entry
from streaming.log import iso
from streaming.models import Event

_MARGIN = timedelta(minutes=10)  # by which a process's clock may differ from the database's


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that happened in a run.

    `type` and `data` are those of an event; the types `turn` and `resumed` come from the journal.
    """

    type: str
    at: datetime
    data: dict[str, Any]

    @property
    def attempt(self) -> int:
        return int(self.data.get("attempt") or 0)

    @property
    def call_id(self) -> str:
        return str(self.data.get("call_id") or "")

    @property
    def result(self) -> dict[str, Any]:
        return self.data.get("result") or {}


def find_run(viewer: User, run_id: UUID) -> Run:
    """A run of the viewer, or of anybody for staff who may view runs. Raises `NotFound`."""
    sees_all = viewer.is_staff and viewer.has_perm("chatbot.view_run")
    runs = Run.objects.all() if sees_all else Run.objects.of(viewer)
    related = ("conversation", "owner", "trigger", "reply", "continues", "continues__reply", "feedback")
    run = runs.select_related(*related).filter(pk=run_id).first()
    if run is None:
        raise NotFound(_("There is no such run."))
    return run


def events_of(run: Run) -> list[Entry]:
    """The run's events up to its last one; empty if some of them are pruned."""
    rows = Event.objects.filter(
        stream__name=stream_of(run.owner_id),
        created_at__gte=run.created_at - _MARGIN,
        data__run_id=str(run.pk),
    )
    if run.finished_at is not None:
        rows = rows.filter(created_at__lte=run.finished_at + _MARGIN)
    entries: list[Entry] = []
    for row in rows.select_related("stream").order_by("seq"):
        entries.append(Entry(row.stream.epoch, row.seq, row.type, iso(row.created_at), row.data))
        if row.type in LAST_EVENTS:
            break
    is_whole = any(entry.type == "run_queued" for entry in entries)
    return entries if is_whole else []


def facts_of(entries: list[Entry]) -> list[Fact]:
    return [Fact(entry.type, datetime.fromisoformat(entry.at), entry.data) for entry in entries]


def journaled_facts(run: Run) -> list[Fact]:
    """The facts that the journal has: what earlier attempts achieved, but not when they were lost."""
    facts = [*_of_run(run), *_of_turns(run)]
    for call in run.tool_calls.all():
        facts += _of_call(run, call)
    # Of equal times, what ends sorts before the turn that starts.
    return sorted(facts, key=lambda fact: (fact.at, fact.type in {"turn", *LAST_EVENTS}))


def _of_run(run: Run) -> Iterator[Fact]:
    yield Fact("run_queued", run.created_at, {})
    if run.started_at is not None:
        yield Fact("resumed", run.started_at, {"attempt": run.attempt})
    if run.finished_at is None:
        return
    if run.status == Run.Status.SUCCEEDED:
        yield Fact("agent_done", run.finished_at, {"attempt": run.attempt})
    elif run.status == Run.Status.FAILED:
        yield Fact("run_failed", run.finished_at, {"attempt": run.attempt})
    else:
        yield Fact("run_cancelled", run.finished_at, {"attempt": run.attempt})


def _of_turns(run: Run) -> Iterator[Fact]:
    """A turn started when everything before it had ended."""
    if run.started_at is None:
        return
    over = [call.finished_at for call in run.tool_calls.all() if call.finished_at]
    started = run.started_at
    for turn in run.turns.all():
        started = max((at for at in over if started <= at <= turn.created_at), default=started)
        yield Fact("turn", started, {"attempt": run.attempt, "result": {"turn": turn.index + 1}})
        started = turn.created_at


def _of_call(run: Run, call: ToolCall) -> Iterator[Fact]:
    ids = {"call_id": call.call_id, "attempt": run.attempt}
    yield Fact("tool_starting", call.started_at, ids)
    if call.proposal is not None:
        yield Fact("approval_requested", call.started_at, ids)
    if call.decided_at is not None:
        who = f" by {call.decided_by.username}" if call.decided_by else ""
        said = {"message": f"{call.get_decision_display()}{who}", "result": {"decision": call.decision}}
        yield Fact("approval_resolved", call.decided_at, {**ids, **said})
        yield Fact("resumed", call.decided_at, ids)
    if call.finished_at is not None and call.status == ToolCall.Status.DONE:
        yield Fact("tool_complete", call.finished_at, ids)
    elif call.finished_at is not None and call.status == ToolCall.Status.FAILED:
        yield Fact("tool_error", call.finished_at, ids)
