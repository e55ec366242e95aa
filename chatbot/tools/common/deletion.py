"""Approval of deletions: what would be deleted is shown to a person first, and only that is deleted."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import ngettext

from chatbot.domain.journal.approvals import Proposal
from chatbot.domain.journal.tool_calls import SoFar
from chatbot.models import Task
from chatbot.models.task import TaskQuerySet
from chatbot.tools.tool import Arguments


def deletion(doomed: Sequence[Task], arguments: type[Arguments]) -> Proposal | None:
    """The proposal for a deletion; `None` if there is nothing to delete."""
    if not doomed:
        return None
    ordered = sorted(doomed, key=lambda task: task.number)
    return Proposal(_delete_question(len(ordered)), ordered, arguments.model_json_schema(), action="delete")


def approved(chosen: TaskQuerySet, so_far: SoFar) -> TaskQuerySet:
    """The chosen tasks that were shown and approved, without tasks that match since then."""
    return chosen if so_far.approved is None else chosen.filter(pk__in=so_far.approved)


def approved_with_subtasks(
    chosen: TaskQuerySet, so_far: SoFar, below: TaskQuerySet | None = None
) -> TaskQuerySet:
    """As `approved`, for what is done to a task together with its subtasks, or with those of `below`.

    A task of which a subtask was not approved is left out, too.
    """
    if so_far.approved is None:
        return chosen
    subtasks = (below or Task.objects.all()).filter(parent__in=so_far.approved)
    left_out = subtasks.exclude(pk__in=so_far.approved).values("parent")
    return approved(chosen, so_far).exclude(pk__in=left_out)


def all_deleted(count: int) -> str:
    return ngettext("Deleted %(count)d task", "Deleted %(count)d tasks", count) % {"count": count}


def _delete_question(count: int) -> str:
    return ngettext("Delete %(count)d task?", "Delete %(count)d tasks?", count) % {"count": count}
