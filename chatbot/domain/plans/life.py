"""What people decide about a plan. Each change of status is a compare-and-set: the first one wins."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from chatbot.domain.errors import Conflict, NotFound
from chatbot.domain.journal.budget import require_budget_left
from chatbot.domain.runs.enqueue import enqueue_plan
from chatbot.domain.runs.limits import count_request
from chatbot.domain.text import clean
from chatbot.models import Plan, PlanMessage, Step, User
from chatbot.models.now import Now
from chatbot.models.plan import GOAL_LENGTH

from .proposal import ProposedPlan, parse_plan
from .saying import OURSELVES, send_plan_update, send_step_update
from .settling import settle
from .work import ask_planner, ask_planner_anew, end_stopped_work, retry_summary, stop_work

OPEN = (Plan.Status.DRAFT, Plan.Status.AWAITING_APPROVAL, Plan.Status.RUNNING, Plan.Status.PAUSED)
RESUMABLE = (Plan.Status.PAUSED, Plan.Status.FAILED)
MOST_OPEN = 20
_FEEDBACK_LENGTH = 2_000
_CHANGED = "The plan was changed meanwhile. Look at it again first."


def find_plan(owner: User, plan_id: UUID) -> Plan:
    plan = Plan.objects.of(owner).filter(pk=plan_id).prefetch_related("steps").first()
    if plan is None:
        raise NotFound("There is no such plan.")
    return plan


@transaction.atomic
def create_plan(owner: User, goal: str, *, model: str = "") -> Plan:
    """Take a goal, and ask the planner for a proposal; with `model`, all its agents work by that one.

    Raises `Invalid`, `LimitReached`, and `Conflict` if too many are open.
    """
    goal = clean(goal, field="goal", limit=GOAL_LENGTH)
    count_request(owner)
    if Plan.objects.of(owner).filter(status__in=OPEN).count() >= MOST_OPEN:
        raise Conflict(f"You have {MOST_OPEN} open plans. Finish or stop one of them first.")
    require_budget_left(owner)
    line = " ".join(goal.split())
    title = line if len(line) <= 80 else f"{line[:79]}…"
    plan = Plan.objects.create(owner=owner, goal=goal, title=title, model=model)
    _told(plan, "Making a plan...", PlanMessage.Type.THINKING)
    ask_planner(plan)
    return plan


def approve_plan(owner: User, plan_id: UUID, *, by: User, version: int | None = None) -> Plan:
    """Let the team carry the plan out; with `version`, only if it is still that one.

    Raises `NotFound`, `Conflict`.
    """
    with transaction.atomic():
        plan = _awaiting(owner, plan_id, version)
        require_budget_left(owner)
        _set(plan, Plan.Status.RUNNING, approved_at=timezone.now(), approved_by=by)
        _told(plan, f"Approved by {by.username}", PlanMessage.Type.RESULT)
        enqueue_plan(plan.pk)
    return plan


def reject_plan(owner: User, plan_id: UUID, feedback: str = "", *, version: int | None = None) -> Plan:
    """Turn a proposal down; with `feedback`, the planner proposes again.

    Raises `NotFound`, `Conflict`, the latter also if it is not that `version` any more, `Invalid`, and with
    feedback `LimitReached`.
    """
    feedback = clean(feedback, field="feedback", limit=_FEEDBACK_LENGTH, required=False)
    with transaction.atomic():
        if feedback:
            count_request(owner)
        plan = _awaiting(owner, plan_id, version)
        if not feedback:
            _set(plan, Plan.Status.REJECTED, finished_at=timezone.now())
            _told(plan, "Rejected", PlanMessage.Type.RESULT, PlanMessage.Status.ERROR)
            return plan
        require_budget_left(owner)
        _set(plan, Plan.Status.DRAFT)
        _told(plan, f"Planning again: {feedback}", PlanMessage.Type.THINKING)
        ask_planner(plan, feedback)
    return plan


def cancel_plan(owner: User, plan_id: UUID) -> Plan:
    """Stop for good; what is done stays done. Raises `NotFound`, `Conflict`."""
    with transaction.atomic():
        plan = _locked(owner, plan_id, OPEN)
        _set(plan, Plan.Status.CANCELLED, finished_at=timezone.now())
        stop_work(plan)
        _told(plan, "Stopped", PlanMessage.Type.RESULT, PlanMessage.Status.ERROR)
        enqueue_plan(plan.pk)
    return plan


def pause_plan(owner: User, plan_id: UUID) -> Plan:
    """Interrupt what is at work; `resume_plan` goes on from there. Raises `NotFound`, `Conflict`."""
    with transaction.atomic():
        plan = _locked(owner, plan_id, {Plan.Status.RUNNING})
        _set(plan, Plan.Status.PAUSED)
        stop_work(plan)
        _told(plan, "Paused", PlanMessage.Type.ACTION)
        enqueue_plan(plan.pk)
    return plan


def resume_plan(owner: User, plan_id: UUID) -> Plan:
    """Go on after a pause or a failure; failed steps are tried again, a failed proposal is asked for again.

    Raises `NotFound`, `Conflict`, `LimitReached`.
    """
    with transaction.atomic():
        count_request(owner)
        return _resume(owner, plan_id)


def _resume(owner: User, plan_id: UUID) -> Plan:
    plan = _locked(owner, plan_id, RESUMABLE)
    require_budget_left(owner)
    if plan.status == Plan.Status.FAILED and plan.approved_at is None:
        _set(plan, Plan.Status.DRAFT, error="", finished_at=None)
        _told(plan, "Making a plan...", PlanMessage.Type.THINKING)
        ask_planner_anew(plan)
        return plan
    # A pause may still be under way: what it interrupts is to be known before it goes on.
    end_stopped_work(plan)
    settle(plan)
    _set(plan, Plan.Status.RUNNING, error="", finished_at=None)
    plan.steps.filter(version=plan.version, status=Step.Status.FAILED).update(
        status=Step.Status.PLANNED, error=""
    )
    retry_summary(plan)
    _told(plan, "Going on", PlanMessage.Type.ACTION)
    enqueue_plan(plan.pk)
    return plan


def skip_step(owner: User, plan_id: UUID, step_id: UUID) -> Plan:
    """Leave a step out that has failed or not begun. Raises `NotFound`, `Conflict`."""
    with transaction.atomic():
        plan = _locked(owner, plan_id)
        step = _step(plan, step_id)
        if plan.status not in {Plan.Status.RUNNING, Plan.Status.PAUSED, Plan.Status.FAILED}:
            raise Conflict(f"No step can be skipped: the plan is {_status(plan)}.")
        waiting = (Step.Status.PLANNED, Step.Status.FAILED)
        if not plan.steps.filter(pk=step.pk, status__in=waiting).update(status=Step.Status.SKIPPED):
            raise Conflict(f"This step is {step.get_status_display().lower()}.")
        send_step_update(plan.pk, step.pk, PlanMessage.Status.COMPLETED, f"Skipped: {step.title}"[:500])
        enqueue_plan(plan.pk)
    return plan


def retry_step(owner: User, plan_id: UUID, step_id: UUID) -> Plan:
    """Try a failed step again: `resume_plan`, for one that has failed.

    Raises `NotFound`, `Conflict`, `LimitReached`.
    """
    with transaction.atomic():
        count_request(owner)
        step = _step(_locked(owner, plan_id), step_id)
        if step.status != Step.Status.FAILED:
            raise Conflict(f"This step is {step.get_status_display().lower()}.")
        return _resume(owner, plan_id)


def edit_plan(owner: User, plan_id: UUID, *, version: int, proposal: dict[str, Any]) -> Plan:
    """Replace a proposal that is not approved by a `ProposedPlan` as JSON.

    `version` is the one that was edited: whoever edits an older one gets a `Conflict`. Raises `NotFound`,
    `Invalid`.
    """
    with transaction.atomic():
        plan = _locked(owner, plan_id)
        if plan.status != Plan.Status.AWAITING_APPROVAL:
            raise Conflict(f"Only a plan that waits for approval can be edited; it is {_status(plan)}.")
        if plan.version != version:
            raise Conflict(_CHANGED)
        set_steps(plan, parse_plan(proposal))
        _told(plan, "Plan edited", PlanMessage.Type.RESULT)
    return plan


def set_steps(plan: Plan, proposal: ProposedPlan) -> None:
    """Give a locked plan a new version with these steps; those of earlier ones are kept."""
    Plan.objects.filter(pk=plan.pk).update(version=F("version") + 1, title=proposal.title)
    plan.refresh_from_db(fields=["version", "title"])
    Step.objects.bulk_create(
        Step(
            plan=plan,
            version=plan.version,
            position=position,
            title=step.title,
            detail=step.detail,
            agent=step.agent,
            depends_on=step.depends_on,
        )
        for position, step in enumerate(proposal.steps, start=1)
    )


def _set(plan: Plan, status: Plan.Status, **values: Any) -> None:
    Plan.objects.filter(pk=plan.pk).update(status=status, updated_at=Now(), **values)
    plan.refresh_from_db()


def _locked(owner: User, plan_id: UUID, allowed: Collection[Plan.Status] | None = None) -> Plan:
    """Raises `NotFound`, and `Conflict` if the plan has none of the allowed statuses."""
    plan = Plan.objects.of(owner).select_for_update(no_key=True).filter(pk=plan_id).first()
    if plan is None:
        raise NotFound("There is no such plan.")
    if allowed is not None and plan.status not in allowed:
        raise Conflict(f"The plan is {_status(plan)}.")
    return plan


def _awaiting(owner: User, plan_id: UUID, version: int | None) -> Plan:
    """The plan, locked, if it waits for approval and is still the `version` that was seen, if one was."""
    plan = _locked(owner, plan_id, {Plan.Status.AWAITING_APPROVAL})
    if version not in {None, plan.version}:
        raise Conflict(_CHANGED)
    return plan


def _step(plan: Plan, step_id: UUID) -> Step:
    step = plan.steps.filter(version=plan.version, pk=step_id).first()
    if step is None:
        raise NotFound("There is no such step.")
    return step


def _status(plan: Plan) -> str:
    return plan.get_status_display().lower()


def _told(
    plan: Plan,
    content: str,
    message_type: PlanMessage.Type,
    status: PlanMessage.Status = PlanMessage.Status.IN_PROGRESS,
) -> None:
    """Say how the plan goes on; it is completed by its summary alone (see `advance`)."""
    send_plan_update(plan.pk, None, OURSELVES, content, status, message_type)
