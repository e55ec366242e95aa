"""Restore many tasks to an earlier state, with few queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from chatbot.domain.people.actors import marked
from chatbot.domain.publish import publish
from chatbot.domain.tasks.changes import State, fields_in, fields_of, note, snapshot
from chatbot.domain.tasks.ranks import rank_of
from chatbot.domain.tasks.reminding import database_time, next_reminder
from chatbot.domain.tasks.rows import created_event, deleted_event, updated_event
from chatbot.domain.tasks.subtasks import added_since, clear_impossible_parents, subtasks_first
from chatbot.models import Task, TaskTag, User


def locked_tasks(owner: User, ids: QuerySet[Any, Any] | Collection[UUID]) -> dict[UUID, Task]:
    """The tasks that still exist, locked in the order of their numbers, as everywhere."""
    tasks = Task.objects.of(owner).filter(pk__in=ids).locked()
    return {task.pk: task for task in tasks.order_by("number")}


def restore(owner: User, present: Mapping[UUID, Task], states: Mapping[UUID, State]) -> None:
    """Restore tasks to `states`, in the caller's transaction; `present` are those that exist, locked.

    A task that was deleted comes back under its old id and number; one that goes takes its subtasks with it.
    One whose parent is gone, or a subtask itself by now, becomes no subtask. All of it is noted as undo.
    """
    going = [task for task in present.values() if states[task.pk] is None]
    below = [task for task in added_since(going) if task.pk not in states] if going else []
    doomed = subtasks_first([*going, *below])
    before = {task.pk: snapshot(task) for task in [*present.values(), *below]}
    # Fields that a state does not have stay.
    kept = {pk: {**before.get(pk, {}), **state} for pk, state in states.items() if state is not None}
    clear_impossible_parents(owner, kept, without=doomed)
    changed = [task for pk, task in present.items() if pk in kept and before[pk] != kept[pk]]
    absent = [
        Task(id=pk, owner=owner, **({"rank": rank_of(state["number"])} | fields_of(state, owner)))
        for pk, state in kept.items()
        if pk not in present
    ]
    gone = [deleted_event(task) for task in doomed]
    for task in [*doomed, *changed]:
        note(task, before[task.pk], kept.get(task.pk), is_undo=True)

    Task.objects.filter(pk__in=[task.pk for task in doomed]).delete_with_tags()
    Task.objects.bulk_create(absent)
    _update(owner, changed, kept)
    retagged = [task for task in changed if task.tag_names != kept[task.pk]["tags"]]
    TaskTag.objects.filter(task__in=retagged).delete()
    _tag([*absent, *retagged], kept)
    for task in absent:
        task.tag_names = kept[task.pk]["tags"]
        note(task, None, snapshot(task), is_undo=True)
    _schedule(owner, [*absent, *changed])

    publish(
        owner.pk,
        *gone,
        *(created_event(task, f"Restored: {task.title}") for task in _read(absent)),
        *(updated_event(task, f"Restored '{task.title}'") for task in _read(changed)),
    )


def _update(owner: User, tasks: Collection[Task], states: Mapping[UUID, dict[str, Any]]) -> None:
    """Update all tasks with the same difference in one query, as after a tool that changed many."""
    alike: dict[str, list[UUID]] = defaultdict(list)
    values: dict[str, dict[str, Any]] = {}
    for task in tasks:
        wanted = fields_of(states[task.pk], owner)
        changed = {name: value for name, value in wanted.items() if getattr(task, name) != value}
        touched = fields_in(changed)
        touched |= {"tags"} if task.tag_names != states[task.pk]["tags"] else set()
        changed["changed_by"] = marked(task, touched)
        key = repr(sorted(changed.items()))
        values[key] = changed
        alike[key].append(task.pk)
    for key, ids in alike.items():
        Task.objects.filter(pk__in=ids).update(**values[key], updated_at=timezone.now())


def _schedule(owner: User, tasks: Collection[Task]) -> None:
    """The reminders that are still to come. Those that are over are not sent."""
    ids = [task.pk for task in tasks]
    reminded = Task.objects.filter(pk__in=ids).exclude(reminders=[], remind_at=None).select_related("owner")
    if not reminded:
        return
    now = database_time(owner)
    for task in reminded:
        task.remind_at, task.reminded_at = next_reminder(task, now), None
    Task.objects.bulk_update(reminded, ["remind_at", "reminded_at"])


def _tag(tasks: Collection[Task], states: Mapping[UUID, dict[str, Any]]) -> None:
    TaskTag.objects.bulk_create(
        TaskTag(task=task, name=name) for task in tasks for name in states[task.pk]["tags"]
    )


def _read(tasks: Collection[Task]) -> QuerySet[Task]:
    return Task.objects.filter(pk__in=[task.pk for task in tasks]).prefetch_related("tags").order_by("number")
