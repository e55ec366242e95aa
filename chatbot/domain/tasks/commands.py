"""Add, update, complete, reopen and delete tasks. Every change of a task is made here and published."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Unpack
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from chatbot.domain.errors import NotFound
from chatbot.domain.events.tasks import TaskEvent
from chatbot.domain.people.locking import lock_user
from chatbot.domain.publish import publish, published_together
from chatbot.domain.tasks import rows
from chatbot.domain.tasks.changes import recorded
from chatbot.domain.tasks.due import due_columns
from chatbot.domain.tasks.fields import TaskFields, cleaned
from chatbot.domain.tasks.lists import with_list
from chatbot.domain.tasks.merge_edits import check_edit
from chatbot.domain.tasks.series import add_next, later_start, skipped, untouched_next, with_series
from chatbot.domain.tasks.subtasks import locked_family, with_parent
from chatbot.domain.text import SEARCH_LENGTH, clean
from chatbot.models import Task, User
from chatbot.models.task import TITLE_LENGTH, TaskQuerySet


@transaction.atomic
def get_task_by_number_for_update(owner: User, *, number: int) -> Task:
    """The task, locked until the caller's transaction ends. Raises `NotFound`."""
    tasks = Task.objects.of(owner).locked()
    task = tasks.filter(number=number).first()
    if task is None:
        raise NotFound(_("There is no task #%(number)s.") % {"number": number})
    return task


def add_task(owner: User, **fields: Unpack[TaskFields]) -> Task:
    """Create a task with the owner's next number. Raises `Invalid`."""
    values = with_series(owner, cleaned({"title": "", **fields}))
    tags = values.pop("tags", [])
    has_place = bool(values.get("list") or values.get("parent"))
    # Without a savepoint otherwise: no caller continues with a transaction in which this failed.
    with transaction.atomic(savepoint=has_place), recorded():
        values = with_parent(owner, values)
        if values.get("list"):
            lock_user(owner)  # before the list, and after tasks
        task = rows.insert(owner, due_columns(with_list(owner, values), owner), tags)
        publish(owner.pk, rows.created_event(task, f"Created: {task.title}"))
        return task


@transaction.atomic
@recorded()
def update_task(
    owner: User, task_id: UUID, *, seen: TaskFields | None = None, **fields: Unpack[TaskFields]
) -> Task:
    """Change the given fields; values that are equal to the current ones change nothing.

    `seen` are these fields as they were when the person opened the form. Raises `EditConflict` if others have
    changed one since; `Invalid`, `NotFound`. Subtasks move to another list with their parent.
    """
    values = cleaned(fields)
    is_placed = not values.keys().isdisjoint({"list", "parent"})
    task, subtasks = (
        locked_family(owner, task_id, values.get("parent"))
        if is_placed
        else (get_task_for_update(owner, task_id), [])
    )
    tags = values.pop("tags", task.tag_names)
    if seen is not None:
        check_edit(task, seen, {**values, "tags": tags})
    values = with_list(owner, with_parent(owner, with_series(owner, values, task), task), task)
    columns = due_columns(values, owner)
    changed = {name: value for name, value in columns.items() if getattr(task, name) != value}
    new_tags = tags if tags != task.tag_names else None
    if changed or new_tags is not None:
        moved = [each for each in subtasks if "list" in changed and each.list_id == task.list_id]
        rows.change(task, changed, new_tags)
        for each in moved:
            rows.change(each, {"list": changed["list"]})
        publish(owner.pk, *(rows.updated_event(each, "Task updated") for each in (task, *moved)))
    return task


@transaction.atomic
@recorded()
def complete_task(owner: User, task_id: UUID) -> Task:
    """Mark a task as done with its subtasks; one that is done already keeps its time. Raises `NotFound`.

    The next one of a repeating task is added.
    """
    task, subtasks = locked_family(owner, task_id)
    if not task.completed:
        publish(owner.pk, *_complete(owner, [task, *subtasks]))
    return task


@transaction.atomic
@recorded()
def reopen_task(owner: User, task_id: UUID) -> Task:
    """Mark a task as not done, with the subtasks that were completed with it.

    If it repeats, the next one is deleted, unless somebody has changed it.
    """
    task, subtasks = locked_family(owner, task_id)
    if task.completed:
        gone = rows.remove_all(untouched_next(owner, task))
        done = [task, *(each for each in subtasks if each.completed_at == task.completed_at)]
        for each in done:
            rows.change(each, {"completed_at": None})
        publish(owner.pk, *gone, *(rows.updated_event(each, f"Reopened '{each.title}'") for each in done))
    return task


@transaction.atomic
@recorded()
def skip_task(owner: User, task_id: UUID) -> Task:
    """Move a repeating task to its next date. Raises `Conflict` at the last one; `Invalid`, `NotFound`."""
    task = get_task_for_update(owner, task_id)
    later = due_columns({"due_at": skipped(task, owner)}, owner)
    start = {"start_on": later_start(task, later["due_at"], owner)} if task.start_on else {}
    rows.change(task, {**later, **start})
    publish(owner.pk, rows.updated_event(task, f"Skipped '{task.title}'"))
    return task


@transaction.atomic
@recorded()
def delete_task(owner: User, task_id: UUID) -> None:
    """Move a task to the trash with its subtasks; no number is used again. Raises `NotFound`."""
    task, subtasks = locked_family(owner, task_id)
    publish(owner.pk, *rows.remove_all([task, *subtasks]))


@transaction.atomic
@recorded()
def complete_all(owner: User, tasks: TaskQuerySet) -> int:
    """Mark the open tasks among these as done with their subtasks; returns how many."""
    pending = [task for task in _locked_all(owner, tasks.pending()) if not task.completed]
    publish(owner.pk, *_complete(owner, pending))
    return len(pending)


@transaction.atomic
@recorded()
def change_all(owner: User, tasks: TaskQuerySet, changes: Callable[[Task], TaskFields]) -> int:
    """Give each of these tasks the fields that `changes` returns for it; returns how many there are.

    Raises `Invalid`; then none is changed.
    """
    locked = _locked_all(owner, tasks)
    chosen = set(tasks.of(owner).values_list("pk", flat=True))
    with published_together():
        for task in locked:
            if task.pk in chosen:
                update_task(owner, task.pk, **changes(task))
    return len(chosen)


@transaction.atomic
@recorded()
def delete_all(owner: User, tasks: TaskQuerySet) -> int:
    """Move these tasks to the trash with their subtasks; returns how many."""
    gone = rows.remove_all(_locked_all(owner, tasks))
    publish(owner.pk, *gone)
    return len(gone)


@transaction.atomic
def dismiss_reminder(owner: User, task_id: UUID) -> Task:
    """Stop showing that a task was reminded of. Raises `NotFound`."""
    task = get_task_for_update(owner, task_id)
    if task.reminded_at is not None:
        task.reminded_at = None
        task.save(update_fields=["reminded_at"])
        publish(owner.pk, rows.updated_event(task, f"Dismissed the reminder of '{task.title}'"))
    return task


def next_of(owner: User, task: Task) -> Task | None:
    """The task that came after this one in its series."""
    return Task.objects.of(owner).filter(follows=task.pk).first() if task.repeat else None


def search_tasks(owner: User, text: str) -> TaskQuerySet:
    """Tasks that contain every word of the text in title, description or tags. Raises `Invalid`."""
    words = clean(text, field="search", limit=SEARCH_LENGTH, required=False, single_line=True)
    return Task.objects.of(owner).matching(words).listed()


def open_tasks_with_title(owner: User, title: str) -> list[Task]:
    """At most five open tasks with this title, ignoring case, with their numbers; the oldest first."""
    plain = clean(title, field="title", limit=TITLE_LENGTH, single_line=True)
    found = Task.objects.of(owner).pending().filter(title__iexact=plain)
    return list(found.only("number", "title").order_by("number")[:5])


def get_task_for_update(owner: User, task_id: UUID) -> Task:
    """The task, locked until the caller's transaction ends. Raises `NotFound`."""
    tasks = Task.objects.of(owner).locked()
    task = tasks.filter(pk=task_id).first()
    if task is None:
        raise NotFound(_("There is no such task."))
    return task


def _locked_all(owner: User, tasks: TaskQuerySet) -> list[Task]:
    """The tasks with their subtasks, locked in the order of their numbers, before the stream is.

    So there is no deadlock.
    """
    return list(tasks.of(owner).with_subtasks().locked().order_by("number"))


def _complete(owner: User, tasks: Sequence[Task]) -> Iterator[TaskEvent]:
    """The tasks are locked, and so are their subtasks, which are among them.

    All get the same time, by which a parent is reopened with the subtasks that were completed with it. No
    subtask of a completed parent is continued by itself: the next one of the parent has all of them.
    """
    pending = [task for task in tasks if not task.completed]
    completed = {task.pk for task in pending}
    rows.complete_all(pending, timezone.now())
    later = add_next(owner, [task for task in pending if task.parent_id not in completed], tasks)
    yield from (rows.updated_event(task, f"Marked '{task.title}' as done") for task in pending)
    yield from (rows.created_event(task, f"Next: {task.title}") for task in later)
