"""Runs with events at given times, independent of the time that making them took."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from chatbot.domain.history.run_log import events_of
from chatbot.domain.journal import approvals, tool_calls
from chatbot.domain.journal.approvals import Proposal
from chatbot.domain.journal.tool_calls import Call, Outcome
from chatbot.domain.journal.turns import Response, record_turn
from chatbot.domain.publish import stream_of
from chatbot.domain.runs import attempts, endings
from chatbot.domain.runs.attempts import Claim
from chatbot.domain.tasks import commands as tasks
from chatbot.models import Run, Task, User
from chatbot.models.now import Now
from streaming.models import Event
from tests.chatbot.outputs import Counted
from tests.chatbot.pages.scenes import Scene, begin

GIVEN: dict[str, Any] = {"instructions": "Help.", "items": []}
CHOICE = {
    "model": "some-model",
    "output": [{"type": "function_call", "name": "list_tasks"}],
    "usage": {"input_tokens": 1443, "output_tokens": 80, "total_tokens": 1523},
}
ANSWER = {"output": [{"type": "message", "content": [{"type": "output_text", "text": "Three are open."}]}]}
DELETE = Call("call-9", "delete_all_tasks", {"status": "all"})


def spread(run: Run, *seconds: float) -> None:
    """Move the run's events to these seconds after the first one; the last number applies to the rest."""
    run.refresh_from_db()
    entries = events_of(run)
    start = datetime.fromisoformat(entries[0].at)
    moved: dict[str, datetime] = {}
    for index, entry in enumerate(entries):
        at = start + timedelta(seconds=seconds[min(index, len(seconds) - 1)])
        Event.objects.filter(stream__name=stream_of(run.owner_id), seq=entry.seq).update(created_at=at)
        moved[entry.type] = at
    values = {"created_at": start}
    if run.started_at is not None:
        values["started_at"] = moved["agent_thinking"]
    if run.finished_at is not None:
        values["finished_at"] = moved[entries[-1].type]
    Run.objects.filter(pk=run.pk).update(**values)


def lose(run: Run) -> None:
    Run.objects.filter(pk=run.pk).update(lease_until=Now() - timedelta(seconds=1))
    endings.requeue(Run.objects.get(pk=run.pk))


def claimed(run: Run) -> Claim:
    claim = attempts.claim(run.pk)
    assert claim is not None
    return claim


def answered(owner: User) -> Run:
    """Queued 0.5 s, thought 1 s, listed for 2 s, thought 0.5 s: 4 s in all."""
    scene = begin(owner, "What is open?")
    record_turn(scene.claim, Response(0, CHOICE, GIVEN))
    scene.use_tool("call-1")
    attempts.begin_turn(scene.claim, 2)
    record_turn(scene.claim, Response(1, ANSWER, GIVEN), "Three are open.")
    run = scene.succeed("Three are **open**.")
    spread(run, 0, 0, 0.5, 1.5, 3.5, 3.5, 4, 4, 4)
    return run


def asking(owner: User) -> Scene:
    """Asks whether two tasks may be deleted."""
    for title in ("Milk", "Eggs"):
        tasks.add_task(owner, title=title)
    scene = begin(owner, "Delete everything")
    record_turn(scene.claim, Response(0, CHOICE, GIVEN))
    tool_calls.start(scene.claim, DELETE, "Deleting tasks...")
    proposal = Proposal("Delete 2 tasks?", list(Task.objects.of(owner)), {"type": "object"})
    approvals.request_approval(scene.claim, DELETE, proposal)
    return scene


def delete_all(claim: Claim) -> None:
    def effect(owner: User, so_far: tool_calls.SoFar) -> Outcome:
        count = tasks.delete_all(owner, Task.objects.of(owner))
        return Outcome(Counted(count=count), f"Deleted {count} tasks", count)

    tool_calls.start(claim, DELETE, "Deleting tasks...")
    tool_calls.perform(claim, DELETE, effect)
