"""Subtasks: a task can be a part of another one, on one level.

A subtask follows its parent: it is completed, deleted and restored with it, and moves to other lists.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from chatbot.domain.errors import Invalid, NotFound
from chatbot.models import Task, User


def locked_family(owner: User, task_id: UUID, parent: UUID | int | None = None) -> tuple[Task, list[Task]]:
    """A task and its subtasks, locked in the order of their numbers, with its new parent if there is one.

    Raises `NotFound`.
    """
    family = Q(pk=task_id) | Q(parent=task_id) | (_named(parent) if parent else Q())
    found = list(Task.objects.of(owner).filter(family).locked().order_by("number"))
    task = next((one for one in found if one.pk == task_id), None)
    if task is None:
        raise NotFound(_("There is no such task."))
    return task, [one for one in found if one.parent_id == task_id]


def added_since(tasks: Collection[Task]) -> list[Task]:
    """Subtasks of locked tasks that were not there when those were read: nothing was locked then."""
    known = [task.pk for task in tasks]
    parents = [task.pk for task in tasks if not task.parent_id]
    return list(Task.objects.filter(parent__in=parents).exclude(pk__in=known).locked().order_by("number"))


def subtasks_first(tasks: Iterable[Task]) -> list[Task]:
    """The order in which they are deleted; they are restored the other way round."""
    return sorted(tasks, key=lambda task: not task.parent_id)


def with_parent(owner: User, values: Mapping[str, Any], task: Task | None = None) -> dict[str, Any]:
    """The values with the parent itself, locked, in place of its id or number.

    A new subtask is on the list of its parent, unless another one is given. Left out if it is the task's
    parent already. Raises `Invalid` if the owner has no such task, or it cannot have this one as a subtask.
    """
    if "parent" not in values:
        return dict(values)
    others = {name: value for name, value in values.items() if name != "parent"}
    if values["parent"] is None:
        return dict(values) if task and task.parent_id else others
    parent = Task.objects.of(owner).filter(_named(values["parent"])).locked().first()
    if parent is None:
        raise Invalid(_("There is no such task."), "parent")
    if task and parent.pk == task.parent_id:
        return others
    _require_room(parent, task)
    if others.get("list") is None:
        others["list"] = parent.list_id
    return {**others, "parent": parent}


def clear_impossible_parents(
    owner: User, states: Mapping[UUID, dict[str, Any]], without: Iterable[Task]
) -> None:
    """In states to which tasks are restored, clear parents that are gone, or subtasks themselves by then.

    `without` are the tasks that are deleted with it.
    """
    parents = {pk: UUID(state["parent"]) for pk, state in states.items() if state.get("parent")}
    if not parents:
        return
    gone = {task.pk for task in without}
    others = Task.objects.of(owner).exclude(pk__in=[*states, *gone])
    possible = others.filter(pk__in=set(parents.values()), parent=None).select_for_update(no_key=True)
    tops = set(possible.values_list("pk", flat=True)) | states.keys()
    with_others = set(others.filter(parent__in=parents).values_list("parent", flat=True))
    for pk in sorted(parents, key=lambda pk: states[pk]["number"]):
        parent = parents[pk]
        if parent not in tops or parent in parents or pk in with_others or pk in parents.values():
            del parents[pk]
            states[pk]["parent"] = None


def _require_room(parent: Task, task: Task | None) -> None:
    if task and parent.pk == task.pk:
        raise Invalid(_("A task cannot be its own subtask."), "parent")
    if parent.parent_id:
        raise Invalid(
            _("#%(number)d is a subtask itself, so it has none.") % {"number": parent.number}, "parent"
        )
    if task and task.subtasks.exists():  # read now that it is locked
        raise Invalid(_("#%(number)d has subtasks, so it cannot be one.") % {"number": task.number}, "parent")


def _named(parent: UUID | int) -> Q:
    return Q(number=parent) if isinstance(parent, int) else Q(pk=parent)
