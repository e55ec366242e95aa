"""Advance a plan to what follows from the state of its runs. Safe to call at any time, and repeatedly."""

from __future__ import annotations

import re
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from chatbot.domain.errors import Invalid
from chatbot.models import Plan, PlanMessage, Run, Step
from chatbot.models.now import Now

from .messages import OURSELVES, send_agent_message, send_step_update
from .proposal_schema import parse_plan
from .propose import propose
from .runs import request_correction, runs_of, start_step, start_summary
from .status import post_update
from .steps import STOPPED, finish_steps

MOST_PROPOSALS = 2  # answers of the planner to one request
_FENCE = re.compile(r"^\s*```\w*\s*(.*?)\s*```\s*$", re.DOTALL)


@transaction.atomic
def advance_plan(plan_id: UUID) -> None:
    """Finish the steps whose runs have ended, and start what comes next."""
    plan = Plan.objects.select_for_update(no_key=True).filter(pk=plan_id).first()
    if plan is None:
        return
    match plan.status:
        case Plan.Status.DRAFT:
            _store_proposal(plan)
        case Plan.Status.RUNNING:
            finish_steps(plan)
            _start_ready_steps(plan)
        case Plan.Status.PAUSED | Plan.Status.CANCELLED | Plan.Status.FAILED:
            finish_steps(plan)


def _store_proposal(plan: Plan) -> None:
    asked = next(iter(runs_of(plan, Run.Purpose.PLANNING)), None)
    if asked is None or asked.active:
        return
    if asked.status != Run.Status.SUCCEEDED:
        _fail(plan, asked.error or STOPPED)
        return
    fenced = _FENCE.match(asked.reply.content)
    try:
        proposal = parse_plan(fenced[1] if fenced else asked.reply.content)
    except Invalid as problem:
        if asked.conversation.runs.count() < MOST_PROPOSALS:
            request_correction(asked, problem.message)
        else:
            _fail(plan, f"The planner's answer was no plan. {problem.message}")
        return
    propose(plan, proposal, str((asked.input or {}).get("agent") or OURSELVES))


def _start_ready_steps(plan: Plan) -> None:
    steps = {step.position: step for step in plan.steps.filter(version=plan.version)}
    running = [step for step in steps.values() if step.status == Step.Status.RUNNING]
    failed = [step for step in steps.values() if step.status == Step.Status.FAILED]
    planned = [step for step in steps.values() if step.status == Step.Status.PLANNED]
    if failed:
        if not running:
            _fail(plan, f"Step {failed[0].position} failed: {failed[0].error}")
        return
    ready = [step for step in planned if all(_is_finished(steps[needed]) for needed in step.depends_on)]
    # Independent steps run in parallel only as far as the setting allows.
    chosen = ready[: max(settings.PLAN_PARALLEL_STEPS - len(running), 0)]
    for step in chosen:
        start_step(plan, step)
    for step in chosen:
        place = f"Step {step.position} of {len(steps)}"
        send_step_update(plan.pk, step.pk, content=f"{place}: {step.title}", is_activity=True)
        working = f"Working on step {step.position}..."
        send_agent_message(plan.pk, step.agent, working, step_id=step.pk, is_activity=True)
    if not planned and not running:
        _summarize(plan)


def _is_finished(step: Step) -> bool:
    return step.status in {Step.Status.COMPLETED, Step.Status.SKIPPED}


def _summarize(plan: Plan) -> None:
    summary = next(iter(runs_of(plan, Run.Purpose.SUMMARY)), None)
    if summary is None:
        start_summary(plan)
        post_update(plan, "Checking the results...", PlanMessage.Type.ACTION, is_activity=True)
    elif summary.status == Run.Status.SUCCEEDED:
        result = summary.reply.content
        _end(plan, Plan.Status.COMPLETED, summary=result)
        post_update(plan, result, PlanMessage.Type.RESULT, PlanMessage.Status.COMPLETED, is_activity=True)
    elif not summary.active:
        _fail(plan, summary.error or STOPPED)


def _fail(plan: Plan, error: str) -> None:
    _end(plan, Plan.Status.FAILED, error=error)
    post_update(plan, error, PlanMessage.Type.RESULT, PlanMessage.Status.ERROR, is_activity=True)


def _end(plan: Plan, status: Plan.Status, **values: str) -> None:
    Plan.objects.filter(pk=plan.pk).update(
        status=status, finished_at=timezone.now(), updated_at=Now(), **values
    )
