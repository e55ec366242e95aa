"""Undo what a plan has changed."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from chatbot.domain.errors import Conflict
from chatbot.domain.tasks.undo import undo_left
from chatbot.models import Run, ToolCall, User

from .status import OPEN, get_plan_for_update


@transaction.atomic
def undo_plan(owner: User, plan_id: UUID) -> int:
    """Restore the tasks that the agents of a plan changed, as far as that is left; returns how many.

    Raises `NotFound`, and `Conflict`, with nothing done, if a task was changed since, or while the plan is
    open or an agent is still working.
    """
    plan = get_plan_for_update(owner, plan_id)
    if plan.status in OPEN or Run.objects.active().filter(conversation__plan=plan).exists():
        raise Conflict(_("The assistant is still working on this. Stop it, or wait until it is done."))
    return undo_left(owner, ToolCall.objects.filter(run__conversation__plan=plan))
