"""Decide on the proposal of a plan: approve, reject or edit it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chatbot.domain.errors import Conflict
from chatbot.domain.journal.budget import require_budget_left
from chatbot.domain.people.audit import audit
from chatbot.domain.runs.enqueue import enqueue_plan
from chatbot.domain.runs.limits import count_request
from chatbot.domain.text import clean
from chatbot.models import AuditEntry, Plan, PlanMessage, User

from .proposal_schema import parse_plan
from .runs import start_planning
from .status import get_plan_for_update, post_update, set_status, status_name
from .steps import store_steps

_FEEDBACK_LENGTH = 2_000
_CHANGED = gettext_lazy("The plan has changed in the meantime. Look at it again first.")


def approve_plan(owner: User, plan_id: UUID, *, by: User, version: int | None = None) -> Plan:
    """Start carrying out the plan. With `version`, only if that is still the current one.

    Raises `NotFound`, `Conflict`.
    """
    with transaction.atomic():
        plan = _awaiting(owner, plan_id, version)
        require_budget_left(owner)
        set_status(plan, Plan.Status.RUNNING, approved_at=timezone.now(), approved_by=by)
        post_update(plan, f"Approved by {by.username}", PlanMessage.Type.RESULT)
        enqueue_plan(plan.pk)
        audit(owner, AuditEntry.Action.PLAN_APPROVED, plan.goal, by=by)
    return plan


def reject_plan(owner: User, plan_id: UUID, feedback: str = "", *, version: int | None = None) -> Plan:
    """Reject a proposal. With `feedback`, the planner makes a new one.

    Raises `NotFound`; `Conflict`, also if `version` is no longer the current one; `Invalid`; and with
    feedback `LimitReached`.
    """
    feedback = clean(feedback, field="feedback", limit=_FEEDBACK_LENGTH, required=False)
    with transaction.atomic():
        if feedback:
            count_request(owner)
        plan = _awaiting(owner, plan_id, version)
        if not feedback:
            set_status(plan, Plan.Status.REJECTED, finished_at=timezone.now())
            post_update(plan, "Rejected", PlanMessage.Type.RESULT, PlanMessage.Status.ERROR)
            audit(owner, AuditEntry.Action.PLAN_REJECTED, plan.goal)
            return plan
        require_budget_left(owner)
        set_status(plan, Plan.Status.DRAFT)
        post_update(plan, f"Planning again: {feedback}", PlanMessage.Type.THINKING)
        start_planning(plan, feedback)
    return plan


def edit_plan(owner: User, plan_id: UUID, *, version: int, proposal: dict[str, Any]) -> Plan:
    """Replace a proposal that is not yet approved. `proposal` is a `ProposedPlan` as JSON.

    `version` is the version that the person edited. Raises `Conflict` if there is a newer one, `NotFound`,
    `Invalid`.
    """
    with transaction.atomic():
        plan = get_plan_for_update(owner, plan_id)
        if plan.status != Plan.Status.AWAITING_APPROVAL:
            raise Conflict(
                _("Only a plan that waits for approval can be edited; it is %(status)s.")
                % {"status": status_name(plan)}
            )
        if plan.version != version:
            raise Conflict(str(_CHANGED))
        store_steps(plan, parse_plan(proposal))
        post_update(plan, "Plan edited", PlanMessage.Type.RESULT)
    return plan


def _awaiting(owner: User, plan_id: UUID, version: int | None) -> Plan:
    """The plan, locked. Raises `Conflict` unless it awaits approval in this `version` (`None`: in any)."""
    plan = get_plan_for_update(owner, plan_id, {Plan.Status.AWAITING_APPROVAL})
    if version not in {None, plan.version}:
        raise Conflict(str(_CHANGED))
    return plan
