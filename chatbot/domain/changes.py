"""What a tool call does to tasks, written down as it is done, so that it can be taken back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any
from uuid import UUID

from chatbot.models import Change, Run, Task, ToolCall

from .lineage import lineage

# A task at one moment, as `snapshot` takes it; `None` where it does not exist.
type State = dict[str, Any] | None

_noted: ContextVar[list[Change] | None] = ContextVar("noted_changes", default=None)


@contextmanager
def recorded(call: ToolCall) -> Iterator[Sequence[Change]]:
    """Store every change of a task that is made within, as this call's; what is yielded fills with them."""
    changes: list[Change] = []
    token = _noted.set(changes)
    try:
        yield changes
    finally:
        _noted.reset(token)
    for change in changes:
        change.tool_call = call
    Change.objects.bulk_create(changes)


def earlier_changes(run_id: UUID, tool: str) -> tuple[int, frozenset[UUID]]:
    """How often a run has done a tool, and which tasks it has changed without being asked.

    With what the runs did that it goes on from. New and deleted tasks do not count.
    """
    runs = lineage(Run.objects.only("continues_id").get(pk=run_id))
    done = ToolCall.objects.filter(run_id__in=runs, name=tool, status=ToolCall.Status.DONE).count()
    made = Change.objects.filter(tool_call__run_id__in=runs, before__isnull=False, after__isnull=False)
    unasked = made.exclude(tool_call__decision=ToolCall.Decision.APPROVED)
    return done, frozenset(unasked.values_list("task_id", flat=True))


def note(task: Task, before: State, after: State) -> None:
    """Say that a task is no longer as it was; who is not recorded, such as a person, need not care."""
    if (changes := _noted.get()) is not None:
        changes.append(Change(task_id=task.pk, before=before, after=after))


def snapshot(task: Task) -> dict[str, Any]:
    """A task's fields as JSON, its tags included: equal if and only if nothing of it has changed."""
    return {
        "number": task.number,
        "title": task.title,
        "description": task.description,
        "priority": task.priority,
        "due_at": task.due_at.isoformat() if task.due_at else None,
        "completed_at": task.completed_at.isoformat() if task.completed_at else None,
        "created_at": task.created_at.isoformat(),
        "tags": task.tag_names,
    }


def fields_of(state: dict[str, Any]) -> dict[str, Any]:
    """The columns of a task that was as `state` says: all but its tags."""
    moments = {
        name: datetime.fromisoformat(state[name]) if state[name] else None
        for name in ("due_at", "completed_at", "created_at")
    }
    return {**{name: value for name, value in state.items() if name != "tags"}, **moments}


def title_of(state: dict[str, Any]) -> str:
    return f"#{state['number']} '{state['title']}'"
