"""Read the history of tasks."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from chatbot.domain.errors import NotFound
from chatbot.domain.tasks.changes import clear_gone_lists, snapshot
from chatbot.domain.tasks.trash import deletion_of_number
from chatbot.domain.tasks.undo import Reason, reason_against
from chatbot.models import Change, Task, TaskList, User
from chatbot.models.change import ChangeQuerySet


def changes_of(owner: User) -> ChangeQuerySet:
    """The changes that are kept, the latest first."""
    kept = Change.objects.of(owner).kept()
    return kept.select_related("tool_call__run__conversation").order_by("-pk")


def history_of(owner: User, task_id: UUID) -> ChangeQuerySet:
    """The changes of one task, also of one that is deleted. Raises `NotFound`."""
    changes = changes_of(owner).filter(task_id=task_id)
    if not changes.exists() and not Task.objects.of(owner).filter(pk=task_id).exists():
        raise NotFound(_("There is no such task."))
    return changes


def task_of_number(owner: User, number: int) -> UUID:
    """The id of a task that exists or is in the trash. Raises `NotFound`."""
    existing = Task.objects.of(owner).filter(number=number).values_list("pk", flat=True).first()
    return existing or deletion_of_number(owner, number).task_id


def reasons_against_undo(owner: User, changes: Sequence[Change]) -> dict[int, Reason]:
    """For each change, by id, why it cannot be undone; "" if it can."""
    ids = {change.task_id for change in changes}
    tasks = Task.objects.of(owner).filter(pk__in=ids).prefetch_related("tags")
    states = {task.pk: snapshot(task) for task in tasks}
    clear_gone_lists(changes, TaskList.objects.of(owner))
    return {change.pk: reason_against(change, states.get(change.task_id)) for change in changes}
