"""Repeating tasks. A series has one open task; completing it adds the next one, in the same transaction.

Occurrences are computed from the first one, so that moving one task moves only that one; or, with
`repeat_from`, from the day on which a task is done.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from chatbot.domain.errors import Conflict, Invalid
from chatbot.domain.tasks import rows
from chatbot.domain.tasks.due import due_columns
from chatbot.domain.tasks.fields import FIELDS
from chatbot.domain.tasks.repeat_rules import Repetition, read_repetition
from chatbot.formatting.whole_days import moment_of
from chatbot.models import Task, User
from chatbot.recurrence import Recurrence, following

_OF_THE_NEXT = [name for name in FIELDS if name not in {"due_at", "start_on", "list", "parent", "tags"}]


def with_series(owner: User, values: Mapping[str, Any], task: Task | None = None) -> dict[str, Any]:
    """The values with what follows from them for the series: its rule, its start, and the due date.

    A new repetition is a rule or words, "every Monday at 9"; without a due date given beside it, the task is
    due at the first occurrence from its present due date and from now on. A task that loses its due date
    repeats no more. Raises `Invalid`.
    """
    rule = task.repeat if task else ""
    if values.get("repeat", rule) == rule:
        loses_due = rule and "due_at" in values and values["due_at"] is None
        return {**values, "repeat": ""} if loses_due else dict(values)
    repetition = read_repetition(owner, values["repeat"])
    if repetition is None:
        return {**values, "repeat": "", "series_start": None}
    due = values.get("due_at") or _first(repetition, owner, task.due if task else None)
    start = moment_of(due, owner.tz).astimezone(UTC)
    return {**values, "repeat": str(repetition.rule), "due_at": due, "series_start": start}


def add_next(owner: User, completed: Sequence[Task], tasks: Sequence[Task]) -> list[Task]:
    """Add the next task of the series of each of these, with few statements.

    Each gets the subtasks of its task, which are among `tasks`: open, and as much later as it is itself. None
    for a series that has ended, or has a next one already.
    """
    repeating = [task for task in completed if task.repeat]
    if not repeating:
        return []
    ids = [task.pk for task in repeating]
    followed = set(Task.objects.of(owner).filter(follows__in=ids).values_list("follows", flat=True))
    new = [
        (values, task.tag_names)
        for task in repeating
        if task.pk not in followed and (values := _values_of_next(owner, task))
    ]
    later = rows.insert_all(owner, new) if new else []
    next_of = {each.follows: each for each in later}
    continued = {each.follows for each in tasks}
    below = [
        (_values_below(owner, each, next_of[parent.pk], parent), each.tag_names)
        for parent in repeating
        if parent.pk in next_of
        for each in tasks
        if each.parent_id == parent.pk and each.pk not in continued
    ]
    return [*later, *(rows.insert_all(owner, below) if below else ())]


def _values_of_next(owner: User, task: Task) -> dict[str, Any] | None:
    is_from_due = task.repeat_from == Task.RepeatFrom.DUE
    rule = Recurrence.parse(task.repeat)
    rest = rule if is_from_due else rule.counted_down()
    next_due = _on_schedule if is_from_due else _after_today
    due = next_due(rule, task, owner) if rest else None
    if due is None:
        return None
    return _following_values(task) | {
        "start_on": later_start(task, due, owner),
        "repeat": str(rest),
        **due_columns({"due_at": _like(task, rule, due, owner)}, owner),
        "series_start": (task.series_start or task.due_at) if is_from_due else due,
        "parent": task.parent,
    }


def _values_below(owner: User, subtask: Task, later: Task, parent: Task) -> dict[str, Any]:
    """Those of a subtask of the next one, with its dates so many days later at the same time of day."""
    due = later.due_at or timezone.now()
    step = _local(due, owner) - _local(parent.due_at or due, owner)
    dates = {name: getattr(subtask, name) for name in ("due_at", "series_start")}
    moved: dict[str, Any] = {
        name: (_local(moment, owner) + step).replace(tzinfo=owner.tz).astimezone(UTC)
        for name, moment in dates.items()
        if moment
    }
    if subtask.due_on:
        moved |= due_columns({"due_at": moved["due_at"].astimezone(owner.tz).date()}, owner)
    moved["start_on"] = subtask.start_on and subtask.start_on + step
    return _following_values(subtask) | moved | {"parent": later}


def _following_values(task: Task) -> dict[str, Any]:
    same = {name: FIELDS[name].of(task) for name in _OF_THE_NEXT}
    return {**same, "follows": task.pk, "list": task.list, "rank": task.rank}


def _local(moment: datetime, owner: User) -> datetime:
    """Without its zone, so that days of 23 and 25 hours count as days."""
    return moment.astimezone(owner.tz).replace(tzinfo=None)


def untouched_next(owner: User, task: Task) -> list[Task]:
    """The next task of the series of one that is reopened with its subtasks, locked.

    None if somebody has changed one of them, or added one.
    """
    if not task.repeat:
        return []
    tasks = Task.objects.of(owner)
    later = tasks.locked().filter(follows=task.pk, completed_at=None, changed_by={}).first()
    if later is None or not later.subtask_count:
        return [later] if later else []
    below = list(tasks.locked().filter(parent=later).order_by("number"))
    return [later, *below] if all(each.follows and not each.changed_by for each in below) else []


def skipped(task: Task, owner: User) -> date | datetime:
    """When a task is due after its current occurrence is skipped. Raises `Conflict`, `Invalid`."""
    if not task.repeat:
        raise Invalid(_("#%(number)d does not repeat.") % {"number": task.number})
    rule = Recurrence.parse(task.repeat)
    later = _on_schedule(rule, task, owner)
    if later is None:
        raise Conflict(
            _("This is the last one of #%(number)d. Complete it, or delete it.") % {"number": task.number}
        )
    return _like(task, rule, later, owner)


def later_start(task: Task, due: datetime, owner: User) -> date | None:
    """So many days before the next date as it was before the present one."""
    if not task.start_on or not task.due_at:
        return task.start_on
    return task.start_on + (_local(due, owner).date() - _local(task.due_at, owner).date())


def _like(task: Task, rule: Recurrence, due: datetime, owner: User) -> date | datetime:
    """The day of an occurrence, if the task has no time and does not get one from the rule."""
    return due.astimezone(owner.tz).date() if task.due_on and not rule.is_elapsed else due


def _on_schedule(rule: Recurrence, task: Task, owner: User) -> datetime | None:
    """The first occurrence after this one that is not over."""
    now = timezone.now()
    due = task.due_at or now
    return _following(rule, task.series_start or due, max(due, now), owner)


def _after_today(rule: Recurrence, task: Task, owner: User) -> datetime | None:
    """The first occurrence of a series that begins today, at the task's time of day."""
    now = timezone.now().astimezone(owner.tz)
    start = now
    if task.due_at and not rule.is_elapsed:
        start = datetime.combine(now.date(), task.due_at.astimezone(owner.tz).time(), owner.tz)
    later = _following(rule, start, start, owner)
    return _following(rule, start, later, owner) if later and later == task.due_at else later


def _first(repetition: Repetition, owner: User, due: date | datetime | None) -> date | datetime:
    if repetition.moment and not (due and repetition.rule.is_elapsed):
        return repetition.moment.astimezone(UTC)
    now = timezone.now()
    start = moment_of(due or now.astimezone(owner.tz).date(), owner.tz)
    first = _following(repetition.rule, start, max(start - timedelta(seconds=1), now), owner)
    if first is None:
        raise Invalid(_("This repetition is over already."), "repeat")
    has_time = isinstance(due, datetime) or repetition.rule.is_elapsed
    return first if has_time else first.astimezone(owner.tz).date()


def _following(rule: Recurrence, start: datetime, after: datetime, owner: User) -> datetime | None:
    """In UTC, in which times are stored."""
    moment = following(rule, start, after, owner.tz)
    return moment and moment.astimezone(UTC)
