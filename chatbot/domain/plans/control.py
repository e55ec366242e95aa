"""Stop, pause or resume a plan that is being carried out; skip or retry one of its steps."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from chatbot.domain.errors import Conflict
from chatbot.domain.journal.budget import require_budget_left
from chatbot.domain.runs.enqueue import enqueue_plan
from chatbot.domain.runs.limits import count_request
from chatbot.models import Plan, PlanMessage, Step, User

from .messages import send_step_update
from .runs import end_stopping_runs, retry_planning, retry_summary, stop_runs
from .status import OPEN, RESUMABLE, find_step, get_plan_for_update, post_update, set_status, status_name
from .steps import finish_steps


def cancel_plan(owner: User, plan_id: UUID) -> Plan:
    """Stop the plan for good. What its steps have done stays done. Raises `NotFound`, `Conflict`."""
    with transaction.atomic():
        plan = get_plan_for_update(owner, plan_id, OPEN)
        set_status(plan, Plan.Status.CANCELLED, finished_at=timezone.now())
        stop_runs(plan)
        post_update(plan, "Stopped", PlanMessage.Type.RESULT, PlanMessage.Status.ERROR)
        enqueue_plan(plan.pk)
    return plan


def pause_plan(owner: User, plan_id: UUID) -> Plan:
    """Stop the running steps; `resume_plan` continues them. Raises `NotFound`, `Conflict`."""
    with transaction.atomic():
        plan = get_plan_for_update(owner, plan_id, {Plan.Status.RUNNING})
        set_status(plan, Plan.Status.PAUSED)
        stop_runs(plan)
        post_update(plan, "Paused", PlanMessage.Type.ACTION)
        enqueue_plan(plan.pk)
    return plan


def resume_plan(owner: User, plan_id: UUID) -> Plan:
    """Continue after a pause or a failure. Failed steps are retried; a failed proposal is requested again.

    Raises `NotFound`, `Conflict`, `LimitReached`.
    """
    with transaction.atomic():
        count_request(owner)
        return _resume(owner, plan_id)


def _resume(owner: User, plan_id: UUID) -> Plan:
    plan = get_plan_for_update(owner, plan_id, RESUMABLE)
    require_budget_left(owner)
    if plan.status == Plan.Status.FAILED and plan.approved_at is None:
        set_status(plan, Plan.Status.DRAFT, error="", finished_at=None)
        post_update(plan, "Making a plan...", PlanMessage.Type.THINKING, is_activity=True)
        retry_planning(plan)
        return plan
    # Runs that the pause is still stopping have to end before their steps can continue.
    end_stopping_runs(plan)
    finish_steps(plan)
    set_status(plan, Plan.Status.RUNNING, error="", finished_at=None)
    plan.steps.filter(version=plan.version, status=Step.Status.FAILED).update(
        status=Step.Status.PLANNED, error=""
    )
    retry_summary(plan)
    post_update(plan, "Resumed", PlanMessage.Type.ACTION)
    enqueue_plan(plan.pk)
    return plan


def skip_step(owner: User, plan_id: UUID, step_id: UUID) -> Plan:
    """Skip a step that has failed or has not started. Raises `NotFound`, `Conflict`."""
    with transaction.atomic():
        plan = get_plan_for_update(owner, plan_id)
        step = find_step(plan, step_id)
        if plan.status not in {Plan.Status.RUNNING, Plan.Status.PAUSED, Plan.Status.FAILED}:
            raise Conflict(
                _("No step can be skipped: the plan is %(status)s.") % {"status": status_name(plan)}
            )
        waiting = (Step.Status.PLANNED, Step.Status.FAILED)
        if not plan.steps.filter(pk=step.pk, status__in=waiting).update(status=Step.Status.SKIPPED):
            raise Conflict(_("This step is %(status)s.") % {"status": step.get_status_display().lower()})
        send_step_update(plan.pk, step.pk, PlanMessage.Status.COMPLETED, f"Skipped: {step.title}"[:500])
        enqueue_plan(plan.pk)
    return plan


def retry_step(owner: User, plan_id: UUID, step_id: UUID) -> Plan:
    """Retry a failed step, and resume the plan if it has failed with it.

    Raises `NotFound`, `Conflict`, `LimitReached`.
    """
    with transaction.atomic():
        count_request(owner)
        step = find_step(get_plan_for_update(owner, plan_id), step_id)
        if step.status != Step.Status.FAILED:
            raise Conflict(_("This step is %(status)s.") % {"status": step.get_status_display().lower()})
        return _resume(owner, plan_id)
