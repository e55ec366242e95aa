"""Builds the tool calls, with the names and arguments of the tools' schemas."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from dateutil.relativedelta import relativedelta

from chatbot.reading import Due, Shift

from .language.commands import Changes, Filter, NewTask, Numbers, Status

_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class ToolUse:
    name: str
    arguments: dict[str, Any]


def call(tool: str, **arguments: Any) -> ToolUse:
    return ToolUse(tool, arguments)


def add_task(task: NewTask, *, parent: int | None = None) -> ToolUse:
    return call(
        "add_task",
        title=task.title,
        description=task.description,
        priority=task.priority,
        due_at=task.due.isoformat() if task.due else None,
        tags=list(task.tags) or None,
        **({"start_on": task.start.isoformat()} if task.start else {}),
        **({"estimate": task.estimate} if task.estimate else {}),
        **({"repeat": task.repeat} if task.repeat else {}),
        **({"reminders": list(task.reminders)} if task.reminders else {}),
        **({"list": task.list} if task.list else {}),
        **({"parent": parent} if parent else {}),
        # The person asked for it; the reply says afterwards that there was one already.
        even_if_open=True,
    )


def list_tasks(wanted: Filter) -> ToolUse:
    due = "no_date" if wanted.undated else wanted.due
    first, end = _bounds(wanted)
    since, before = (
        ("completed_since", "completed_before") if wanted.are_done_then else ("due_from", "due_before")
    )
    days = {name: day.isoformat() for name, day in ((since, first), (before, end)) if day}
    place = {"list": wanted.list} if wanted.list else {}
    return call(
        "list_tasks", status=wanted.status, due=due, tag=wanted.tag, priority=wanted.priority, **days, **place
    )


def _bounds(wanted: Filter) -> tuple[date | None, date | None]:
    """The first day or time of the range, and the one after its end."""
    if hours := wanted.hours:
        end = hours.last + _MINUTE if hours.last and hours.has_last else hours.last
        return hours.first, end
    first, last = wanted.days or (None, None)
    return first, last + timedelta(days=1) if last else None


def next_page(use: ToolUse, offset: int) -> ToolUse:
    return ToolUse(use.name, {**use.arguments, "offset": offset})


def search_tasks(query: str, status: Status = "all") -> ToolUse:
    return call("search_tasks", query=query, status=status)


def update_task(number: int, changes: Changes, *, due_at: date | datetime | None) -> ToolUse:
    return call(
        "update_task",
        number=number,
        title=changes.title,
        description=changes.description,
        priority=changes.priority,
        due_at=due_at.isoformat() if due_at else None,
        clear_due=changes.clear_due,
        add_tags=list(changes.add_tags) or None,
        remove_tags=list(changes.remove_tags) or None,
        **({"repeat": changes.repeat} if changes.repeat is not None else {}),
        **({"reminders": list(changes.reminders)} if changes.reminders is not None else {}),
        **({"list": changes.list} if changes.list else {}),
        **_plan(changes),
    )


def _plan(changes: Changes) -> dict[str, Any]:
    """The start, the estimate and the parent, which both tools know by the same names."""
    given: dict[str, Any] = {}
    if changes.start:
        given["start_on"] = changes.start.isoformat()
    if changes.clear_start:
        given["clear_start"] = True
    if changes.estimate is not None:
        given["estimate"] = changes.estimate
    match changes.parent:
        case (Numbers(numbers=(number,)),):
            given["parent"] = number
        case ():
            given["parent"] = 0
    return given


def update_tasks(numbers: Sequence[int], changes: Changes) -> ToolUse | None:
    """The same change of many tasks in one call; None if it differs between the tasks."""
    if changes.title or changes.note or changes.description is not None:
        return None
    if changes.reminders is not None:
        return None
    due: dict[str, str] = {}
    match changes.due:
        case Shift(delta=delta):
            due = {"shift": _duration(delta)}
        case Due(day=None, time=clock) if clock:
            due = {"due_time": f"{clock:%H:%M}"}
        case Due(due=moment) if isinstance(moment, datetime):
            due = {"due_at": moment.isoformat()}
        case Due(due=day):
            due = {"due_day": day.isoformat()}
    values = {
        "new_priority": changes.priority,
        "new_list": changes.list,
        "clear_due": changes.clear_due,
        "add_tags": list(changes.add_tags),
        "remove_tags": list(changes.remove_tags),
        **due,
    }
    given = {name: value for name, value in values.items() if value}
    if changes.repeat is not None:
        given["repeat"] = changes.repeat or "none"
    return call("update_tasks", numbers=list(numbers), **given, **_plan(changes))


def _duration(step: relativedelta) -> str:
    """As ISO 8601. All its parts have the same direction: later, or earlier."""
    step = step.normalized()
    dates = {"Y": step.years, "M": step.months, "D": step.days}
    times = {"H": step.hours, "M": step.minutes}
    sign = "-" if any(count < 0 for count in [*dates.values(), *times.values()]) else ""
    date_part, time_part = (
        "".join(f"{abs(count)}{unit}" for unit, count in part.items() if count) for part in (dates, times)
    )
    return f"{sign}P{date_part}{'T' if time_part else ''}{time_part}"
