"""Find and lock a plan, and change its status, each time under the plan's lock: the first change wins."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from chatbot.domain.errors import Conflict, NotFound
from chatbot.models import Plan, PlanMessage, Step, User
from chatbot.models.now import Now

from .messages import OURSELVES, send_plan_update

OPEN = (Plan.Status.DRAFT, Plan.Status.AWAITING_APPROVAL, Plan.Status.RUNNING, Plan.Status.PAUSED)
RESUMABLE = (Plan.Status.PAUSED, Plan.Status.FAILED)


def find_plan(owner: User, plan_id: UUID) -> Plan:
    """Raises `NotFound`."""
    plan = Plan.objects.of(owner).filter(pk=plan_id).prefetch_related("steps").first()
    if plan is None:
        raise NotFound(_("There is no such plan."))
    return plan


def get_plan_for_update(owner: User, plan_id: UUID, allowed: Collection[Plan.Status] | None = None) -> Plan:
    """The plan, locked until the caller's transaction ends.

    Raises `NotFound`, and `Conflict` if the plan has none of the allowed statuses.
    """
    plan = Plan.objects.of(owner).select_for_update(no_key=True).filter(pk=plan_id).first()
    if plan is None:
        raise NotFound(_("There is no such plan."))
    if allowed is not None and plan.status not in allowed:
        raise Conflict(_("The plan is %(status)s.") % {"status": status_name(plan)})
    return plan


def find_step(plan: Plan, step_id: UUID) -> Step:
    """A step of the plan's current version. Raises `NotFound`."""
    step = plan.steps.filter(version=plan.version, pk=step_id).first()
    if step is None:
        raise NotFound(_("There is no such step."))
    return step


def status_name(plan: Plan) -> str:
    return plan.get_status_display().lower()


def set_status(plan: Plan, status: Plan.Status, **values: Any) -> None:
    Plan.objects.filter(pk=plan.pk).update(status=status, updated_at=Now(), **values)
    plan.refresh_from_db()


def post_update(
    plan: Plan,
    content: str,
    message_type: PlanMessage.Type,
    status: PlanMessage.Status = PlanMessage.Status.IN_PROGRESS,
    *,
    is_activity: bool = False,
) -> None:
    """Post a plan message in the name of the product. Only the summary has the status "completed"."""
    send_plan_update(plan.pk, None, OURSELVES, content, status, message_type, is_activity=is_activity)
