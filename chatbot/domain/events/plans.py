"""What a team of agents does on a plan."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from chatbot.models import Plan, PlanMessage, Step

from .frame import Event, Moment, Result


class PlanState(Result):
    status: Plan.Status
    version: int
    title: str


class StepState(Result):
    id: UUID
    position: int
    status: Step.Status


class PlanMessageResult(Result):
    """What is said about a plan: the same in the chat's frames and the plan socket's."""

    plan_id: UUID
    agent_name: str
    content: str
    message_type: PlanMessage.Type
    status: PlanMessage.Status
    timestamp: Moment


class PlanResult(PlanMessageResult):
    """Beside what is said, how plan and step stand now."""

    step_id: str | None = None  # a UUID; anything in a demonstration
    plan: PlanState | None = None
    step: StepState | None = None


class PlanEvent(Event):
    message: str
    result: PlanResult


class PlanUpdate(PlanEvent):
    """How the plan, or a step of it, goes on."""

    event_type: Literal["plan_update"] = "plan_update"


class StepUpdate(PlanEvent):
    """A step has come to a status."""

    event_type: Literal["step_update"] = "step_update"


class AgentMessage(PlanEvent):
    """What an agent thinks, does, or has found."""

    event_type: Literal["agent_message"] = "agent_message"
