"""Post a plan message: store it and publish it to every tab, in the transaction of what it reports.

Each `send_…` has an awaitable version `asend_…`. Ids are UUIDs or their text; `status` and `message_type` are
those of `PlanMessage`, or their text. All raise `NotFound` for an unknown plan, and `Invalid` for an unknown
status or type; nothing is stored then.

`is_activity`: the page of the plan leaves the message out, since its steps, status or result show the same.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from asgiref.sync import sync_to_async
from django.db import models, transaction

from chatbot.domain.errors import Invalid, NotFound
from chatbot.domain.events import (
    AgentMessage,
    PlannedStep,
    PlanResult,
    PlanState,
    PlanUpdate,
    StepState,
    StepUpdate,
)
from chatbot.domain.publish import publish
from chatbot.domain.text import storable
from chatbot.models import Plan, PlanMessage, Step
from streaming.log import iso

OURSELVES = "Lockstep"
_LINE = 500
_EVENTS = {"plan_update": PlanUpdate, "step_update": StepUpdate, "agent_message": AgentMessage}

THINKING, ACTION, RESULT = PlanMessage.Type.THINKING, PlanMessage.Type.ACTION, PlanMessage.Type.RESULT
IN_PROGRESS, COMPLETED = PlanMessage.Status.IN_PROGRESS, PlanMessage.Status.COMPLETED

type Id = UUID | str


def send_plan_update(
    plan_id: Id,
    step_id: Id | None = None,
    agent_name: str | None = None,
    content: str | None = None,
    status: str = IN_PROGRESS,
    message_type: str = ACTION,
    *,
    is_activity: bool = False,
) -> PlanMessage:
    """Post progress of the plan or of a step. Without `agent_name`, the product itself is the author."""
    return _post(
        "plan_update", plan_id, step_id, agent_name, content, status, message_type, is_activity=is_activity
    )


def send_agent_message(
    plan_id: Id,
    agent_name: str,
    content: str | None = None,
    message_type: str = THINKING,
    *,
    status: str | None = None,
    step_id: Id | None = None,
    is_activity: bool = False,
) -> PlanMessage:
    """Post what an agent thinks, does or has found. A result is "completed" unless `status` is given."""
    if status is None:
        status = COMPLETED if message_type == RESULT else IN_PROGRESS
    return _post(
        "agent_message", plan_id, step_id, agent_name, content, status, message_type, is_activity=is_activity
    )


def send_step_update(
    plan_id: Id,
    step_id: Id,
    status: str = IN_PROGRESS,
    content: str | None = None,
    *,
    is_activity: bool = False,
) -> PlanMessage:
    """Post the new status of a step."""
    message_type = ACTION if status == IN_PROGRESS else RESULT
    return _post(
        "step_update", plan_id, step_id, None, content, status, message_type, is_activity=is_activity
    )


asend_plan_update = sync_to_async(send_plan_update)
asend_agent_message = sync_to_async(send_agent_message)
asend_step_update = sync_to_async(send_step_update)


@transaction.atomic
def _post(
    kind: str,
    plan_id: Id,
    step_id: Id | None,
    agent_name: str | None,
    content: str | None,
    status: str,
    message_type: str,
    *,
    is_activity: bool = False,
) -> PlanMessage:
    plan = _plan(plan_id)
    step = _step(plan, step_id)
    content = storable(content or "")
    message = PlanMessage.objects.create(
        plan=plan,
        step=step,
        kind=kind,
        agent_name=agent_name or (step.agent if step and kind == "step_update" else OURSELVES),
        content=content,
        message_type=_checked(PlanMessage.Type, message_type, "message_type"),
        status=_checked(PlanMessage.Status, status, "status"),
        is_activity=is_activity,
    )
    result = PlanResult(
        plan_id=plan.pk,
        step_id=str(step_id) if step_id else None,
        agent_name=message.agent_name,
        content=message.content,
        message_type=PlanMessage.Type(message_type),
        status=PlanMessage.Status(status),
        timestamp=iso(message.created_at),
        plan=_plan_state(plan, by_ourselves=kind == "plan_update" and message.agent_name == OURSELVES),
        step=StepState(**_step_values(step)) if step else None,
    )
    line = " ".join(content.split())[:_LINE]
    publish(plan.owner_id, _EVENTS[kind](message=line or message.agent_name, result=result))
    return message


def _plan_state(plan: Plan, *, by_ourselves: bool) -> PlanState:
    waiting = Plan.Status.AWAITING_APPROVAL
    may_change = by_ourselves and plan.status in {waiting, Plan.Status.RUNNING}
    return PlanState(
        status=Plan.Status(plan.status),
        version=plan.version,
        title=plan.title,
        # A copy of a plan has no draft: its first event is that it waits for approval.
        goal=plan.goal if by_ourselves and plan.status in {Plan.Status.DRAFT, waiting} else "",
        error=plan.error,
        approved_by=plan.approved_by.username if plan.approved_by else "",
        steps=[_planned_step(step) for step in plan.current_steps] if may_change else [],
    )


def _planned_step(step: Step) -> PlannedStep:
    return PlannedStep(
        **_step_values(step),
        title=step.title,
        detail=step.detail,
        agent=step.agent,
        depends_on=step.depends_on,
    )


def _step_values(step: Step) -> dict[str, Any]:
    return {"id": step.pk, "position": step.position, "status": Step.Status(step.status), "error": step.error}


def _checked(words: type[models.TextChoices], given: str, field: str) -> str:
    if given not in words.values:
        raise Invalid(f"{field} is one of: {', '.join(words.values)}.", field)
    return words(given)


def _plan(plan_id: Id) -> Plan:
    known = _uuid(plan_id)
    plan = Plan.objects.select_related("approved_by").filter(pk=known).first() if known else None
    if plan is None:
        raise NotFound(f"There is no plan {plan_id}.")
    return plan


def _step(plan: Plan, step_id: Id | None) -> Step | None:
    """`None` also for a step that does not exist, as in the demonstration."""
    known = _uuid(step_id)
    return Step.objects.filter(plan=plan, pk=known).first() if known else None


def _uuid(given: Id | None) -> UUID | None:
    try:
        return UUID(str(given))
    except ValueError:
        return None
