"""Add, update, complete, reopen and delete tasks. Every change of a task is made here and published."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Unpack
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from chatbot.domain.errors import NotFound
from chatbot.domain.events import DeletedTask, TaskCreated, TaskDeleted, TaskUpdated
from chatbot.domain.people.actors import marked
from chatbot.domain.publish import publish
from chatbot.domain.tasks.as_json import task_result
from chatbot.domain.tasks.changes import note, snapshot
from chatbot.domain.tasks.edits import check_edit
from chatbot.domain.tasks.fields import TaskFields, cleaned
from chatbot.domain.text import SEARCH_LENGTH, clean
from chatbot.models import Task, TaskTag, User
from chatbot.models.task import TITLE_LENGTH, TaskQuerySet


@transaction.atomic
def get_task_by_number_for_update(owner: User, *, number: int) -> Task:
    """The task, locked until the caller's transaction ends. Raises `NotFound`."""
    tasks = Task.objects.of(owner).select_for_update().prefetch_related("tags")
    task = tasks.filter(number=number).first()
    if task is None:
        raise NotFound(f"There is no task #{number}.")
    return task


def add_task(owner: User, **fields: Unpack[TaskFields]) -> Task:
    """Create a task with the owner's next number. Raises `Invalid`."""
    values = cleaned({"title": "", **fields})
    # Without a savepoint: no caller continues with a transaction in which this failed.
    with transaction.atomic(savepoint=False):
        return _add(owner, values, values.pop("tags", []))


def _add(owner: User, values: dict[str, Any], tags: list[str]) -> Task:
    owner.last_task_number = F("last_task_number") + 1
    owner.save(update_fields=["last_task_number"])  # and read
    task = Task.objects.create(owner=owner, number=owner.last_task_number, **values)
    task.tag_names = []
    _set_tags(task, tags)
    note(task, None, snapshot(task))
    publish(owner.pk, created_event(task, f"Created: {task.title}"))
    return task


@transaction.atomic
def update_task(
    owner: User, task_id: UUID, *, seen: TaskFields | None = None, **fields: Unpack[TaskFields]
) -> Task:
    """Change the given fields; values that are equal to the current ones change nothing.

    `seen` are these fields as they were when the person opened the form. Raises `EditConflict` if others have
    changed one since; `Invalid`, `NotFound`.
    """
    task = get_task_for_update(owner, task_id)
    values = cleaned(fields)
    tags = values.pop("tags", task.tag_names)
    if seen is not None:
        check_edit(task, seen, {**values, "tags": tags})
    changed = {name: value for name, value in values.items() if getattr(task, name) != value}
    touched = [*changed, "tags"] if tags != task.tag_names else [*changed]
    if not touched:
        return task
    before = snapshot(task)
    if "tags" in touched:
        _set_tags(task, tags)
    for name, value in changed.items():
        setattr(task, name, value)
    task.changed_by = marked(task, touched)
    task.save(update_fields=[*changed, "changed_by", "updated_at"])
    note(task, before, snapshot(task))
    _updated(task, "Task updated")
    return task


def complete_task(owner: User, task_id: UUID) -> Task:
    """Mark a task as done; one that is done already keeps its time. Raises `NotFound`."""
    return _set_completed(owner, task_id, completed=True)


def reopen_task(owner: User, task_id: UUID) -> Task:
    return _set_completed(owner, task_id, completed=False)


@transaction.atomic
def delete_task(owner: User, task_id: UUID) -> None:
    """Delete a task for good; its number is not used again. Raises `NotFound`."""
    task = get_task_for_update(owner, task_id)
    gone = deleted_event(task)
    note(task, snapshot(task), None)
    task.delete()
    publish(owner.pk, gone)


@transaction.atomic
def complete_all(owner: User, tasks: TaskQuerySet) -> int:
    """Mark the open tasks among these as done; returns how many."""
    pending = [task for task in _locked_all(owner, tasks.pending()) if not task.completed]
    for task in pending:
        _save_completed(task, timezone.now())
    publish(owner.pk, *(updated_event(task, f"Marked '{task.title}' as done") for task in pending))
    return len(pending)


@transaction.atomic
def delete_all(owner: User, tasks: TaskQuerySet) -> int:
    """Delete these tasks for good; returns how many."""
    doomed = _locked_all(owner, tasks)
    gone = [deleted_event(task) for task in doomed]
    for task in doomed:
        note(task, snapshot(task), None)
    Task.objects.filter(pk__in=[task.pk for task in doomed]).delete()
    publish(owner.pk, *gone)
    return len(doomed)


def search_tasks(owner: User, text: str) -> TaskQuerySet:
    """Tasks that contain every word of the text in title, description or tags. Raises `Invalid`."""
    words = clean(text, field="search", limit=SEARCH_LENGTH, required=False, single_line=True)
    return Task.objects.of(owner).matching(words).listed()


def open_tasks_with_title(owner: User, title: str) -> list[Task]:
    """At most five open tasks with this title, ignoring case; the oldest first."""
    plain = clean(title, field="title", limit=TITLE_LENGTH, single_line=True)
    return list(Task.objects.of(owner).pending().filter(title__iexact=plain).order_by("number")[:5])


def get_task_for_update(owner: User, task_id: UUID) -> Task:
    """The task, locked until the caller's transaction ends. Raises `NotFound`."""
    tasks = Task.objects.of(owner).select_for_update().prefetch_related("tags")
    task = tasks.filter(pk=task_id).first()
    if task is None:
        raise NotFound("There is no such task.")
    return task


def _locked_all(owner: User, tasks: TaskQuerySet) -> list[Task]:
    """The tasks, locked in the order of their numbers, before the stream is: so there is no deadlock."""
    chosen = tasks.of(owner).values("pk")
    locked = Task.objects.filter(pk__in=chosen).select_for_update().prefetch_related("tags")
    return list(locked.order_by("number"))


@transaction.atomic
def _set_completed(owner: User, task_id: UUID, *, completed: bool) -> Task:
    task = get_task_for_update(owner, task_id)
    if task.completed != completed:
        _save_completed(task, timezone.now() if completed else None)
        _updated(task, f"Marked '{task.title}' as done" if completed else f"Reopened '{task.title}'")
    return task


def _save_completed(task: Task, at: datetime | None) -> None:
    before = snapshot(task)
    task.completed_at = at
    task.changed_by = marked(task, ["completed_at"])
    task.save(update_fields=["completed_at", "changed_by", "updated_at"])
    note(task, before, snapshot(task))


def deleted_event(task: Task) -> TaskDeleted:
    return TaskDeleted(
        task_id=task.pk,
        message=f"Deleted: {task.title}",
        result=DeletedTask(id=task.pk, number=task.number, title=task.title),
    )


def created_event(task: Task, message: str) -> TaskCreated:
    return TaskCreated(task_id=task.pk, message=message, result=task_result(task))


def _updated(task: Task, message: str) -> None:
    publish(task.owner_id, updated_event(task, message))


def updated_event(task: Task, message: str) -> TaskUpdated:
    return TaskUpdated(task_id=task.pk, message=message, result=task_result(task))


def _set_tags(task: Task, names: list[str]) -> None:
    """Replace the tags of a task that is new or locked."""
    if gone := set(task.tag_names) - set(names):
        TaskTag.objects.filter(task=task, name__in=gone).delete()
    new = [name for name in names if name not in task.tag_names]
    TaskTag.objects.bulk_create(TaskTag(task=task, name=name) for name in new)
    task.tag_names = sorted(names)
