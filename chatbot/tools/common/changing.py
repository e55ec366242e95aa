"""The new values that a change would give a task, and their description for people."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from dateutil.relativedelta import relativedelta
from django.utils import timezone
from django.utils.translation import gettext as _

from chatbot.domain.errors import Invalid
from chatbot.domain.tasks.fields import FIELDS, TaskFields, clean_tag
from chatbot.formatting import DateSettings, absolute_day, absolute_due, notice, notices, repetition
from chatbot.formatting.whole_days import moment_of
from chatbot.models import Task, User

_DURATION = re.compile(
    r"(?P<sign>-)?P(?=.)(?:(?P<years>\d{1,3})Y)?(?:(?P<months>\d{1,4})M)?(?:(?P<weeks>\d{1,4})W)?"
    r"(?:(?P<days>\d{1,5})D)?(?:T(?:(?P<hours>\d{1,5})H)?(?:(?P<minutes>\d{1,6})M)?)?"
)


@dataclass(frozen=True, slots=True)
class Becoming:
    """The changed `fields` of a task, and `completed` if that changes."""

    task: Task
    fields: TaskFields
    completed: bool | None = None

    @property
    def is_change(self) -> bool:
        return bool(self.fields) or self.completed is not None


def becoming(task: Task, wanted: TaskFields, completed: bool | None = None) -> Becoming:
    """Only the wanted values that differ from the current ones."""
    fields: dict[str, Any] = {
        name: value for name, value in wanted.items() if _differs(value, _value(task, name), name)
    }
    is_new = completed is not None and completed != task.completed
    return Becoming(task, fields, completed if is_new else None)  # type: ignore[arg-type]


def with_tags(task: Task, add: list[str] | None, remove: list[str] | None) -> list[str]:
    gone = {tag.strip().lstrip("#").lower() for tag in remove or ()}
    return sorted({*(set(task.tag_names) - gone), *(clean_tag(tag) for tag in add or ())})


def read_duration(text: str) -> relativedelta:
    """ISO 8601, such as P1W, P2D, PT3H or -P1M. Raises `Invalid`."""
    match = _DURATION.fullmatch(text.strip().upper())
    parts = (
        {name: int(value) for name, value in match.groupdict().items() if value and name != "sign"}
        if match
        else {}
    )
    if match is None or not parts:
        raise Invalid("A shift is an ISO 8601 duration, such as P1W, P2D, PT3H or -P1D.", "shift")
    step = relativedelta(**parts)  # type: ignore[arg-type]
    return relativedelta() - step if match["sign"] else step


def shifted(task: Task, step: relativedelta, owner: User) -> date | datetime:
    """A task without a due date counts as due today, and a day that is moved by hours as its end.

    Raises `Invalid` for a date out of range.
    """
    due = task.due or timezone.now().astimezone(owner.tz).date()
    has_time = isinstance(due, datetime) or bool(step.hours or step.minutes)
    try:
        return moment_of(due, owner.tz).astimezone(owner.tz) + step if has_time else due + step
    except (ValueError, OverflowError) as error:
        raise Invalid("That is beyond the calendar.", "shift") from error


def at_time(task: Task, clock: time, owner: User) -> datetime:
    """That time on the task's own day; without one, the next such time."""
    now = timezone.now().astimezone(owner.tz)
    if task.due_at:
        return datetime.combine(task.due_at.astimezone(owner.tz).date(), clock, owner.tz)
    today = datetime.combine(now.date(), clock, owner.tz)
    return today if today > now else datetime.combine(now.date() + timedelta(days=1), clock, owner.tz)


def words(change: Becoming, dates: DateSettings) -> str:
    """ "due Mon 30 Nov → Tue 1 Dec, high priority, #home"."""
    return ", ".join(
        [
            *(_field_words(name, value, change.task, dates) for name, value in change.fields.items()),
            *([] if change.completed is None else [_("done") if change.completed else _("open again")]),
        ]
    )


def _field_words(name: str, value: Any, task: Task, dates: DateSettings) -> str:
    if own := _WORDS.get(name):
        return own(task, value, dates)
    label = FIELDS[name].label
    return f"{label}: {value}" if value else _("%(field)s: none") % {"field": label}


def _due_words(task: Task, value: Any, dates: DateSettings) -> str:
    if value is None:
        return _("no due date")
    now = timezone.now()
    if task.due is None:
        return _("due %(due)s") % {"due": absolute_due(value, now, dates)}
    say = absolute_day if _time(task.due, dates) == _time(value, dates) else absolute_due
    words = {"before": say(task.due, now, dates), "after": say(value, now, dates)}
    return _("due %(before)s → %(after)s") % words


def _start_words(task: Task, value: Any, dates: DateSettings) -> str:
    if value is None:
        return _("no start")
    return _("starts %(day)s") % {"day": absolute_day(value, timezone.now(), dates)}


def _time(due: date | datetime, dates: DateSettings) -> time | None:
    return due.astimezone(dates.zone).timetz() if isinstance(due, datetime) else None


def _priority_words(task: Task, value: Any, dates: DateSettings) -> str:
    before, after = (Task.Priority(name).label.lower() for name in (task.priority, value))
    return _("priority %(before)s → %(after)s") % {"before": before, "after": after}


def _repeat_words(task: Task, value: Any, dates: DateSettings) -> str:
    if not value:
        return _("no longer repeats")
    return _("repeats %(rule)s") % {"rule": repetition(value, dates.zone, dates.written_in) or value}


def _tag_words(task: Task, value: Any, dates: DateSettings) -> str:
    before, after = set(task.tag_names), set(value)
    return " ".join(
        [*(f"+#{tag}" for tag in sorted(after - before)), *(f"-#{tag}" for tag in sorted(before - after))]
    )


def _reminder_words(task: Task, value: Any, dates: DateSettings) -> str:
    if not value:
        return _("no reminders")
    return _("reminders: %(times)s") % {"times": notices(value, dates.written_in)}


# Other fields are named by their label.
_WORDS: dict[str, Callable[[Task, Any, DateSettings], str]] = {
    "due_at": _due_words,
    "start_on": _start_words,
    "estimate": lambda task, value, dates: (
        _("takes %(time)s") % {"time": notice(value, dates.written_in)} if value else _("no estimate")
    ),
    "tags": _tag_words,
    "priority": _priority_words,
    "repeat": _repeat_words,
    "repeat_from": lambda task, value, dates: (
        _("repeats from %(start)s") % {"start": Task.RepeatFrom(value).label}
    ),
    "reminders": _reminder_words,
    "list": lambda task, value, dates: _("to %(list)s") % {"list": value.name if value else _("the inbox")},
    "parent": lambda task, value, dates: (
        _("subtask of #%(number)d") % {"number": value} if value else _("no longer a subtask")
    ),
    "title": lambda task, value, dates: _("renamed to %(title)s") % {"title": value},
    "description": lambda task, value, dates: _("new notes"),
}


def _value(task: Task, name: str) -> Any:
    match name:
        case "tags":
            return task.tag_names
        case "due_at":
            return task.due
        case "estimate":
            return task.estimate or 0
        case "parent":
            return task.parent.number if task.parent else 0
        case _:
            return getattr(task, name)


def _differs(value: Any, present: Any, name: str) -> bool:
    return set(value) != set(present) if name == "tags" else value != present
