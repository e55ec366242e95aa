"""Record what changes in tasks, whichever way: their history, from which it can be undone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID, uuid4

from chatbot.domain.people.actors import actor
from chatbot.domain.runs.lineage import lineage
from chatbot.domain.tasks.due import due_columns
from chatbot.domain.tasks.fields import FIELDS
from chatbot.models import Change, Run, Task, ToolCall, User
from chatbot.models.task_list import TaskListQuerySet

# A task at one moment, as `snapshot` returns it; `None` if it does not exist.
type State = dict[str, Any] | None

# Recorded beside the fields that people set.
_MOMENTS = ("completed_at", "created_at", "series_start")
_SERIES = "follows"
_RANK = "rank"
_ID_COLUMNS = {_SERIES: _SERIES, "list": "list_id", "parent": "parent_id"}
_FIELD_OF = {**{column: name for name, column in _ID_COLUMNS.items()}, "due_on": "due_at"}
_COLUMNS = {
    "number",
    _RANK,
    *_MOMENTS,
    *(name for name, field in FIELDS.items() if field.kind not in {"tags", "list", "task"}),
}

_noted: ContextVar[tuple[UUID, list[Change]]] = ContextVar("noted_changes")
_BATCH = 1_000  # rows inserted by one statement


@contextmanager
def recorded(call: ToolCall | None = None) -> Iterator[Sequence[Change]]:
    """Store every change of a task within, at the end; what a tool call changes, as a change of this call.

    Yields the list that they are added to. Within another one, that one stores them. Enter it in the
    transaction of the changes. Nothing is stored if the block raises.
    """
    if (outer := _noted.get(None)) is not None:
        yield outer[1]
        return
    with recorded_apart(call) as changes:
        yield changes


@contextmanager
def recorded_apart(call: ToolCall | None = None) -> Iterator[Sequence[Change]]:
    """As `recorded`, also within another one, to which these changes do not belong."""
    changes: list[Change] = []
    token = _noted.set((uuid4(), changes))
    try:
        yield changes
    finally:
        _noted.reset(token)
    for change in changes:
        change.tool_call = call
    Change.objects.bulk_create(changes, batch_size=_BATCH)


def earlier_changes(run_id: UUID, tool: str) -> tuple[int, frozenset[UUID]]:
    """How many calls of a tool the run has done, and which tasks it has changed without approval.

    Includes the runs that it continues. Created and deleted tasks do not count.
    """
    runs = lineage(Run.objects.only("continues_id").get(pk=run_id))
    done = ToolCall.objects.filter(run_id__in=runs, name=tool, status=ToolCall.Status.DONE).count()
    made = Change.objects.filter(tool_call__run_id__in=runs, before__isnull=False, after__isnull=False)
    unasked = made.exclude(tool_call__decision=ToolCall.Decision.APPROVED)
    return done, frozenset(unasked.values_list("task_id", flat=True))


def note(task: Task, before: State, after: State, *, is_undo: bool = False) -> None:
    """Record a change of a task. Raises `LookupError` outside of `recorded`."""
    command_id, changes = _noted.get()
    change = Change(
        owner_id=task.owner_id,
        task_id=task.pk,
        before=before,
        after=after,
        actor=actor(),
        command_id=command_id,
        is_undo=is_undo,
    )
    changes.append(change)


def command_id() -> UUID:
    """The one that all changes of the current command get. Raises `LookupError` outside of `recorded`."""
    return _noted.get()[0]


def snapshot(task: Task) -> dict[str, Any]:
    """A task's fields and tags as JSON; equal if and only if the task has not changed."""
    moments = {name: getattr(task, name) for name in _MOMENTS}
    fields = {name: field.of(task) for name, field in FIELDS.items()}
    follows = str(task.follows) if task.follows else None
    values = {name: _as_json(value) for name, value in (moments | fields).items()}
    return {"number": task.number, _RANK: task.rank, _SERIES: follows, **values}


def is_as(task: State, recorded: State) -> bool:
    """Whether a task is as it was recorded, wherever it was moved in the order since.

    Fields that only one of the two has are ignored, and where its series began, which follows from others.
    """
    if task is None or recorded is None:
        return task is recorded
    compared = (task.keys() & recorded.keys()) - {_RANK, "series_start"}
    return all(task[name] == recorded[name] for name in compared)


def undone(change: Change, now: State) -> State:
    """What a task becomes when a change is undone: in its present place, unless the change moved it."""
    before: State = change.before
    after: State = change.after
    if before is None or after is None or now is None or is_move(before, after):
        return before
    return {**before, _RANK: now.get(_RANK, before.get(_RANK))}


def is_move(before: dict[str, Any], after: dict[str, Any]) -> bool:
    """Whether the task was moved in the person's own order."""
    return bool(_RANK in before and before[_RANK] != after.get(_RANK))


def fields_of(state: dict[str, Any], owner: User) -> dict[str, Any]:
    """The columns of a task in that state: all but its tags."""
    known = {name: value for name, value in state.items() if name in _COLUMNS}
    moments = {name: datetime.fromisoformat(known[name]) for name in _MOMENTS if known.get(name)}
    ids = {column: state[name] and UUID(state[name]) for name, column in _ID_COLUMNS.items() if name in state}
    due = {"due_at": recorded_due(known["due_at"])} if "due_at" in known else {}
    days = {
        name: known[name] and date.fromisoformat(known[name])
        for name, field in FIELDS.items()
        if field.kind == "day" and name in known
    }
    return due_columns({**known, **ids, **moments, **due, **days}, owner)


def fields_in(columns: Iterable[str]) -> set[str]:
    """The names of the fields that have these columns."""
    return {_FIELD_OF.get(column, column) for column in columns}


def recorded_due(value: str | None) -> date | datetime | None:
    """A day is recorded without a time."""
    if not value:
        return None
    return datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value)


def _as_json(value: Any) -> Any:
    match value:
        case date():  # or a moment
            return value.isoformat()
        case UUID():
            return str(value)
        case _:
            return value


def clear_gone_lists(changes: Sequence[Change], lists: TaskListQuerySet) -> None:
    """In changes that were read, put the inbox in place of deleted lists: those that are not among these."""
    states = [state for change in changes for state in (change.before, change.after) if state]
    named = {state["list"] for state in states if state.get("list")}
    if named:
        gone = named - {str(pk) for pk in lists.filter(pk__in=named).values_list("pk", flat=True)}
        for state in states:
            if state.get("list") in gone:
                state["list"] = None


type Kind = Literal["added", "restored", "deleted", "completed", "reopened", "changed", "moved", "undone"]


def kind_of(change: Change) -> Kind:
    """What was done to the task."""
    before, after = change.before, change.after
    if before is None:
        return "restored" if change.is_undo else "added"
    if after is None:
        return "deleted"
    if change.is_undo:
        return "undone"
    if bool(before["completed_at"]) == bool(after["completed_at"]):
        return "moved" if is_move(before, after) else "changed"
    return "completed" if after["completed_at"] else "reopened"


def changed_fields(change: Change) -> list[str]:
    """The fields of people that have other values since; none if the task was added, restored or deleted."""
    before, after = change.before, change.after
    if before is None or after is None:
        return []
    return [name for name in FIELDS if name in before and name in after and before[name] != after[name]]


def state_of(change: Change) -> dict[str, Any]:
    """The task as it is known best: after the change, or before it was deleted."""
    return change.after or change.before or {}


def title_of(state: dict[str, Any]) -> str:
    return f"#{state['number']} '{state['title']}'"
