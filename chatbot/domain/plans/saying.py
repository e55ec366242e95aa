"""What is said about a plan: stored, and told to every tab, in the transaction of what it reports."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction

from chatbot.domain.events import AgentMessage, PlanUpdate, StepUpdate
from chatbot.domain.publish import publish
from chatbot.domain.text import storable
from chatbot.models import Plan, PlanMessage, Step
from streaming.log import iso

OURSELVES = "Lockstep"
_LINE = 500
_EVENTS = {"plan_update": PlanUpdate, "step_update": StepUpdate, "agent_message": AgentMessage}
_OF_STEP = {
    Step.Status.COMPLETED: (PlanMessage.Type.RESULT, PlanMessage.Status.COMPLETED),
    Step.Status.SKIPPED: (PlanMessage.Type.RESULT, PlanMessage.Status.COMPLETED),
    Step.Status.FAILED: (PlanMessage.Type.RESULT, PlanMessage.Status.ERROR),
}


def send_plan_update(
    plan_id: UUID, step_id: str | UUID | None, agent_name: str, content: str, status: str, message_type: str
) -> PlanMessage:
    """How the plan, or a step of it, goes on."""
    return _say("plan_update", plan_id, step_id, agent_name, content, status, message_type)


def send_agent_message(
    plan_id: UUID, agent_name: str, content: str, message_type: str, *, step_id: UUID | None = None
) -> PlanMessage:
    """What an agent thinks, does, or has found."""
    done = message_type == PlanMessage.Type.RESULT
    status = PlanMessage.Status.COMPLETED if done else PlanMessage.Status.IN_PROGRESS
    return _say("agent_message", plan_id, step_id, agent_name, content, status, message_type)


def send_step_update(plan_id: UUID, step_id: str | UUID, status: str, content: str) -> PlanMessage:
    """That a step has reached a status: one of `Step.Status`."""
    working = (PlanMessage.Type.ACTION, PlanMessage.Status.IN_PROGRESS)
    message_type, told = _OF_STEP.get(Step.Status(status), working)
    return _say("step_update", plan_id, step_id, OURSELVES, content, told, message_type)


@transaction.atomic
def _say(
    kind: str,
    plan_id: UUID,
    step_id: str | UUID | None,
    agent_name: str,
    content: str,
    status: str,
    message_type: str,
) -> PlanMessage:
    plan = Plan.objects.get(pk=plan_id)
    step = _step(plan, step_id)
    content = storable(content)
    message = PlanMessage.objects.create(
        plan=plan,
        step=step,
        kind=kind,
        agent_name=step.agent if step and agent_name == OURSELVES and kind == "step_update" else agent_name,
        content=content,
        message_type=message_type,
        status=status,
    )
    result: dict[str, Any] = {
        **message.frame,
        "step_id": str(step_id) if step_id else None,
        "timestamp": iso(message.created_at),
        "plan": {"status": plan.status, "version": plan.version, "title": plan.title},
        "step": {"id": str(step.pk), "position": step.position, "status": step.status} if step else None,
    }
    line = " ".join(content.split())[:_LINE]
    publish(plan.owner_id, _EVENTS[kind](message=line or message.agent_name, result=result))
    return message


def _step(plan: Plan, step_id: str | UUID | None) -> Step | None:
    """A demonstration speaks of steps that do not exist."""
    try:
        known = UUID(str(step_id))
    except ValueError:
        return None
    return Step.objects.filter(plan=plan, pk=known).first()
