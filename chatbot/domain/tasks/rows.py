"""Insert, change and delete the row of a task, and record that for undo; the events that tell of it.

The callers lock the row, own the transaction and publish the events.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import F

from chatbot.domain.events import DeletedTask, TaskCreated, TaskDeleted, TaskUpdated
from chatbot.domain.people.actors import marked
from chatbot.domain.tasks.as_json import task_result
from chatbot.domain.tasks.changes import note, snapshot
from chatbot.domain.tasks.reminding import next_reminder
from chatbot.models import Task, TaskTag, User

_MOVED = {"due_at", "reminders", "completed_at"}


def insert(owner: User, values: Mapping[str, Any], tags: list[str]) -> Task:
    """A new row with the owner's next number."""
    owner.last_task_number = F("last_task_number") + 1
    owner.save(update_fields=["last_task_number"])  # and read
    task = Task(owner=owner, number=owner.last_task_number, **values)
    task.remind_at = next_reminder(task)
    task.save(force_insert=True)
    task.tag_names = []
    _set_tags(task, tags)
    note(task, None, snapshot(task))
    return task


def change(task: Task, values: Mapping[str, Any], tags: list[str] | None = None) -> None:
    """Set these columns, and the tags if they are given."""
    before = snapshot(task)
    touched = [*values, "tags"] if tags is not None else [*values]
    if tags is not None:
        _set_tags(task, tags)
    for name, value in values.items():
        setattr(task, name, value)
    task.changed_by = marked(task, touched)
    task.save(update_fields=[*values, *_reminders(task, values), "changed_by", "updated_at"])
    note(task, before, snapshot(task))


def remove(task: Task) -> TaskDeleted:
    gone = deleted_event(task)
    note(task, snapshot(task), None)
    task.delete()
    return gone


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
