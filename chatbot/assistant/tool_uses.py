"""The tools' names and arguments, as their schemas demand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from dateutil.relativedelta import relativedelta

from chatbot.reading import Due, Shift

from .language.commands import Changes, Filter, NewTask, Status


@dataclass(frozen=True)
class ToolUse:
    name: str
    arguments: dict[str, Any]


def add_task(task: NewTask) -> ToolUse:
    return ToolUse(
        "add_task",
        {
            "title": task.title,
            "description": task.description,
            "priority": task.priority,
            "due_at": task.due.isoformat() if task.due else None,
            "tags": list(task.tags) or None,
            # Who types it wants it; that there is one already is said afterwards.
            "even_if_open": True,
        },
    )


def list_tasks(wanted: Filter, *, details: bool = False) -> ToolUse:
    return ToolUse(
        "list_tasks",
        {
            "status": wanted.status,
            "due": "no_date" if wanted.undated else wanted.due,
            "tag": wanted.tag,
            "priority": wanted.priority,
            **({"details": True} if details else {}),
        },
    )


def next_page(use: ToolUse, offset: int) -> ToolUse:
    return ToolUse(use.name, {**use.arguments, "offset": offset})


def search_tasks(query: str, status: Status = "all") -> ToolUse:
    return ToolUse("search_tasks", {"query": query, "status": "all" if status == "overdue" else status})


def update_task(
    number: int,
    changes: Changes,
    *,
    due_at: str | None,
    description: str | None,
    remove_tags: tuple[str, ...],
) -> ToolUse:
    return ToolUse(
        "update_task",
        {
            "number": number,
            "title": changes.title,
            "description": description,
            "priority": changes.priority,
            "due_at": due_at,
            "clear_due": changes.clear_due,
            "add_tags": list(changes.add_tags) or None,
            "remove_tags": list(remove_tags) or None,
        },
    )


def update_tasks(numbers: Sequence[int], changes: Changes, *, remove_tags: tuple[str, ...]) -> ToolUse | None:
    """The same change of many tasks; None where it is not the same for each."""
    if changes.title or changes.note or changes.description is not None:
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
        "clear_due": changes.clear_due or None,
        "add_tags": list(changes.add_tags) or None,
        "remove_tags": list(remove_tags) or None,
        **due,
    }
    return _bulk(numbers, **values)


def reopen_tasks(numbers: Sequence[int]) -> ToolUse:
    return _bulk(numbers, completed=False)


def _bulk(numbers: Sequence[int], **values: object) -> ToolUse:
    given = {name: value for name, value in values.items() if value is not None}
    return ToolUse("update_tasks", {"numbers": list(numbers), **given})


def _duration(step: relativedelta) -> str:
    """As ISO 8601. All of it goes one way: later, or earlier."""
    step = step.normalized()
    dates = [(abs(step.years), "Y"), (abs(step.months), "M"), (abs(step.days), "D")]
    times = [(abs(step.hours), "H"), (abs(step.minutes), "M")]
    sign = (
        "-"
        if any(part < 0 for part in (step.years, step.months, step.days, step.hours, step.minutes))
        else ""
    )
    date_part, time_part = (
        "".join(f"{count}{unit}" for count, unit in part if count) for part in (dates, times)
    )
    return f"{sign}P{date_part}{'T' if time_part else ''}{time_part}"


def complete_task(number: int, completed: bool) -> ToolUse:
    return ToolUse("complete_task", {"number": number, "completed": completed})


def delete_task(number: int) -> ToolUse:
    return ToolUse("delete_task", {"number": number})


def delete_tasks(numbers: Sequence[int]) -> ToolUse:
    return ToolUse("delete_tasks", {"numbers": list(numbers)})


def complete_all_tasks(tag: str | None, priority: str | None) -> ToolUse:
    return ToolUse("complete_all_tasks", {"tag": tag, "priority": priority})


def complete_these_tasks(numbers: Sequence[int]) -> ToolUse:
    return ToolUse("complete_all_tasks", {"numbers": list(numbers)})


def delete_all_tasks(status: Literal["all", "pending", "completed"]) -> ToolUse:
    return ToolUse("delete_all_tasks", {"status": status})


def email_tasks(status: Status, note: str | None) -> ToolUse:
    return ToolUse("email_tasks", {"status": status, "note": note})


def search_conversations(query: str) -> ToolUse:
    return ToolUse("search_conversations", {"query": query})


def ask_user(question: str, options: Sequence[str] = ()) -> ToolUse:
    return ToolUse("ask_user", {"question": question, "options": list(options) or None})


def make_plan(goal: str) -> ToolUse:
    return ToolUse("make_plan", {"goal": goal})
