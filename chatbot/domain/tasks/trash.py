"""The trash: deleted tasks, which are restored from their history while that is kept."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from chatbot.domain.errors import NotFound
from chatbot.domain.events import TrashEmptied
from chatbot.domain.publish import publish
from chatbot.domain.tasks.changes import recorded
from chatbot.domain.tasks.commands import get_task_for_update
from chatbot.domain.tasks.undo import mark_undone, restore_deleted, undo_change
from chatbot.domain.text import SEARCH_LENGTH, clean
from chatbot.models import Change, DeletedList, Task, User
from chatbot.models.change import ChangeQuerySet

_NOT_THERE = gettext_noop("There is no such task in the trash.")


def trash_of(owner: User, text: str = "") -> ChangeQuerySet:
    """The deletions of the tasks in the trash, the latest first; of those that contain every word of a text.

    Raises `Invalid`.
    """
    words = clean(text, field="search", limit=SEARCH_LENGTH, required=False, single_line=True)
    return Change.objects.of(owner).trash().deleted_like(words)


@transaction.atomic
def restore_task(owner: User, task_id: UUID) -> Task:
    """Restore a task from the trash, with its id and number.

    Raises `NotFound`, and `Conflict` while the run that deleted it is active.
    """
    undo_change(owner, _deletion(trash_of(owner).filter(task_id=task_id)).pk)
    return get_task_for_update(owner, task_id)


@transaction.atomic
@recorded()
def restore_all(owner: User, text: str = "") -> int:
    """Restore all tasks in the trash, or those that contain every word of a text; returns how many.

    Raises `Invalid`, and `Conflict` while a run that deleted one of them is active.
    """
    deletions = list(trash_of(owner, text))
    mark_undone(owner, restore_deleted(owner, deletions))
    return len(deletions)


def deletion_of_number(owner: User, number: int) -> Change:
    """The deletion of the task in the trash that has a number. Raises `NotFound`."""
    return _deletion(trash_of(owner).filter(before__number=number))


@transaction.atomic
def delete_for_good(owner: User, task_id: UUID) -> None:
    """Delete a task in the trash with its history. Raises `NotFound`."""
    if not _forget(owner, trash_of(owner).filter(task_id=task_id)):
        raise NotFound(_(_NOT_THERE))


@transaction.atomic
def empty_trash(owner: User) -> int:
    """Delete all tasks in the trash with their history, and deleted lists; returns how many tasks."""
    DeletedList.objects.of(owner).delete()
    return _forget(owner, trash_of(owner))


def _deletion(found: ChangeQuerySet) -> Change:
    deletion = found.first()
    if deletion is None:
        raise NotFound(_(_NOT_THERE))
    return deletion


def _forget(owner: User, deletions: ChangeQuerySet) -> int:
    ids = list(deletions.values_list("task_id", flat=True))
    if ids:
        Change.objects.of(owner).filter(task_id__in=ids).delete()
        publish(owner.pk, TrashEmptied(count=len(ids), message=f"Deleted {len(ids)} tasks for good"))
    return len(ids)
