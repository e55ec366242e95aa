"""Tasks as files have them, and as they are stored: each made from the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, cast

from chatbot.domain.errors import Invalid
from chatbot.domain.tasks.fields import (
    LONGEST_ESTIMATE,
    LONGEST_NOTICE,
    REMINDERS_PER_TASK,
    TAGS_PER_TASK,
    TaskFields,
    clean_tag,
)
from chatbot.domain.tasks.fitting import fitting
from chatbot.domain.text import normalize, storable
from chatbot.exchange import FileTask
from chatbot.models import Task, User

if TYPE_CHECKING:
    from chatbot.exchange.task import Priority


def file_tasks(tasks: Iterable[Task], owner: User) -> Iterator[FileTask]:
    """The owner's times are in their zone, so that calendars repeat them at the same time of day."""
    zone = owner.tz
    for task in tasks:
        due = task.due
        yield FileTask(
            title=task.title,
            notes=task.description,
            priority=cast("Priority", task.priority),
            due=due.astimezone(zone) if isinstance(due, datetime) else due,
            start=task.start_on,
            estimate=task.estimate,
            repeat=task.repeat,
            repeat_from=task.repeat_from,
            reminders=tuple(task.reminders),
            tags=tuple(task.tag_names),
            list=task.list.name if task.list else "",
            key=str(task.pk),
            parent=str(task.parent_id) if task.parent_id else "",
            completed=task.completed_at and task.completed_at.astimezone(zone),
            created=task.created_at.astimezone(zone),
        )


def fields_of(task: FileTask, owner: User) -> TaskFields:
    """The fields of a task, within their limits."""
    title, notes = fitting(normalize(storable(task.title), single_line=True), normalize(storable(task.notes)))
    return {
        "title": title or "…",
        "description": notes,
        "priority": task.priority,
        "due_at": task.due,
        "start_on": task.start,
        "estimate": min(task.estimate or 0, LONGEST_ESTIMATE),
        "repeat": task.repeat if task.due else "",
        "repeat_from": task.repeat_from,
        "reminders": [one for one in task.reminders if one <= LONGEST_NOTICE][:REMINDERS_PER_TASK],
        "tags": list(dict.fromkeys(_tags(task.tags)))[:TAGS_PER_TASK],
    }


def _tags(names: Iterable[str]) -> Iterator[str]:
    for name in names:
        try:
            yield clean_tag(storable(name))
        except Invalid:
            continue  # too long, or nothing but a mark
