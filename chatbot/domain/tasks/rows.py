"""Insert, change and delete the row of a task, and record that for undo; the events that tell of it.

The callers lock the row, own the transaction and publish the events.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import F
from django.utils import timezone

from chatbot.domain.events import DeletedTask, TaskCreated, TaskDeleted, TaskUpdated
from chatbot.domain.people.actors import marked
from chatbot.domain.tasks.as_json import task_result
from chatbot.domain.tasks.changes import fields_in, note, snapshot
from chatbot.domain.tasks.ranks import rank_of
from chatbot.domain.tasks.reminding import database_time, next_reminder
from chatbot.domain.tasks.subtasks import added_since, subtasks_first
from chatbot.models import Task, TaskTag, User

_MOVED = {"due_at", "due_on", "reminders", "completed_at"}


def insert(owner: User, values: Mapping[str, Any], tags: list[str]) -> Task:
    """A new row with the owner's next number."""
    return insert_all(owner, [(values, tags)])[0]


def insert_all(owner: User, new: Sequence[tuple[Mapping[str, Any], list[str]]]) -> list[Task]:
    """New rows with their columns and tags, numbered in this order, in a constant number of statements."""
    owner.last_task_number = F("last_task_number") + len(new)
    owner.save(update_fields=["last_task_number"])  # and read
    first = owner.last_task_number - len(new) + 1
    tasks = [
        Task(owner=owner, number=number, **({"rank": rank_of(number)} | dict(values)))
        for number, (values, _) in enumerate(new, first)
    ]
    now = database_time(owner) if any(task.reminders and task.due_at for task in tasks) else None
    for task, (_, tags) in zip(tasks, new, strict=True):
        task.remind_at = next_reminder(task, now)
        task.tag_names = sorted(tags)
    Task.objects.bulk_create(tasks)
    TaskTag.objects.bulk_create(TaskTag(task=task, name=name) for task in tasks for name in task.tag_names)
    for task in tasks:
        note(task, None, snapshot(task))
    return tasks


def change(task: Task, values: Mapping[str, Any], tags: list[str] | None = None) -> None:
    """Set these columns, and the tags if they are given."""
    before = snapshot(task)
    touched = fields_in(values) | ({"tags"} if tags is not None else set())
    if tags is not None:
        _set_tags(task, tags)
    for name, value in values.items():
        setattr(task, name, value)
    task.changed_by = marked(task, touched)
    task.save(update_fields=[*values, *_reminders(task, values), "changed_by", "updated_at"])
    note(task, before, snapshot(task))


def complete_all(tasks: Sequence[Task], at: datetime) -> None:
    """Set when they were completed, with one statement for all tasks whose fields the same people set."""
    alike: dict[str, list[Task]] = {}
    now = timezone.now()
    for task in tasks:
        before = snapshot(task)
        task.completed_at, task.updated_at = at, now
        task.remind_at = task.reminded_at = None
        task.changed_by = marked(task, ["completed_at"])
        alike.setdefault(repr(sorted(task.changed_by.items())), []).append(task)
        note(task, before, snapshot(task))
    for [first, *others] in alike.values():
        Task.objects.filter(pk__in=[first.pk, *(task.pk for task in others)]).update(
            completed_at=at,
            updated_at=now,
            remind_at=None,
            reminded_at=None,
            changed_by=first.changed_by,
        )


def remove_all(tasks: Iterable[Task]) -> list[TaskDeleted]:
    """Delete locked tasks, and the subtasks of each, which are among them or were added since."""
    known = list(tasks)
    doomed = subtasks_first([*known, *added_since(known)])
    for task in doomed:
        note(task, snapshot(task), None)
    Task.objects.filter(pk__in=[task.pk for task in doomed]).delete_with_tags()
    return [deleted_event(task) for task in doomed]


def created_event(task: Task, message: str) -> TaskCreated:
    return TaskCreated(task_id=task.pk, message=message, result=task_result(task))


def updated_event(task: Task, message: str) -> TaskUpdated:
    return TaskUpdated(task_id=task.pk, message=message, result=task_result(task))


def deleted_event(task: Task) -> TaskDeleted:
    return TaskDeleted(
        task_id=task.pk,
        message=f"Deleted: {task.title}",
        result=DeletedTask(id=task.pk, number=task.number, title=task.title),
    )


def _reminders(task: Task, values: Mapping[str, Any]) -> list[str]:
    """Set the columns that follow from when the task is due, and return their names."""
    if _MOVED.isdisjoint(values):
        return []
    task.remind_at, task.reminded_at = next_reminder(task), None
    return ["remind_at", "reminded_at"]


def _set_tags(task: Task, names: list[str]) -> None:
    """Replace the tags of a task that is new or locked."""
    if gone := set(task.tag_names) - set(names):
        TaskTag.objects.filter(task=task, name__in=gone).delete()
    new = [name for name in names if name not in task.tag_names]
    TaskTag.objects.bulk_create(TaskTag(task=task, name=name) for name in new)
    task.tag_names = sorted(names)
