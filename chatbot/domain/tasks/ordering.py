"""The order that a person gives their tasks."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from django.db import transaction
from django.db.models import Max, Min, Q
from django.utils.translation import gettext as _

from chatbot.domain.errors import Conflict, Invalid, NotFound
from chatbot.domain.people.locking import lock_user
from chatbot.domain.publish import publish
from chatbot.domain.tasks.changes import note, recorded, snapshot
from chatbot.domain.tasks.ranks import rank_between
from chatbot.domain.tasks.rows import updated_event
from chatbot.models import Task, User
from chatbot.models.task import RANK_LENGTH

type End = Literal["top", "bottom"]


@transaction.atomic
@recorded()
def move_task(
    owner: User,
    task_id: UUID,
    *,
    before: UUID | int | None = None,
    after: UUID | int | None = None,
    end: End | None = None,
) -> Task:
    """Put a task right before, or right after, another one, which is named by its id or number; or at an end.

    Raises `Invalid`, `NotFound`, and `Conflict` where tasks were put so often that no rank is left.
    """
    if [before, after, end].count(None) != 2:
        raise Invalid(_("Say before or after which task to put it."), "before")
    field, place = ("before", before) if after is None else ("after", after)
    named = Q(number=place) if isinstance(place, int) else Q(pk=place)
    found = Task.objects.of(owner).filter(named | Q(pk=task_id)).locked().order_by("number")
    tasks = {task.pk: task for task in found}
    task = tasks.pop(task_id, None)
    if task is None:
        raise NotFound(_("There is no such task."))
    if not tasks and not end:
        raise Invalid(_("There is no such task."), field)
    lock_user(owner)  # after tasks; so that two that are put to one place at once get different ranks
    if end:
        lower, upper = _at_end(owner, task, end)
    else:
        [other] = tasks.values()
        lower, upper = _around(owner, task, other, is_before=after is None)
    if not (lower < task.rank and (not upper or task.rank < upper)):
        old = snapshot(task)
        task.rank = rank_between(lower, upper)
        if len(task.rank) > RANK_LENGTH:
            raise Conflict(_("There is no more room here. Put it beside another task."))
        task.save(update_fields=["rank", "updated_at"])
        note(task, old, snapshot(task))
        publish(owner.pk, updated_event(task, f"Moved '{task.title}'"))
    return task


def _at_end(owner: User, task: Task, end: End) -> tuple[str, str]:
    others = Task.objects.of(owner).exclude(pk=task.pk)
    if end == "top":
        return "", others.aggregate(rank=Min("rank"))["rank"] or ""
    return others.aggregate(rank=Max("rank"))["rank"] or "", ""


def _around(owner: User, task: Task, other: Task, *, is_before: bool) -> tuple[str, str]:
    """The ranks between which a task comes; "" for the start and the end of the order."""
    others = Task.objects.of(owner).exclude(pk=task.pk)
    if is_before:
        lower = others.filter(rank__lt=other.rank).aggregate(rank=Max("rank"))["rank"]
        return lower or "", other.rank
    upper = others.filter(rank__gt=other.rank).aggregate(rank=Min("rank"))["rank"]
    return other.rank, upper or ""
