"""What a team of agents does on a plan."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from chatbot.models import Plan, PlanMessage, Step

from .frame import Event, Moment, Result


class StepState(Result):
    id: UUID
    position: int
    status: Step.Status
    error: str = ""


class PlannedStep(StepState):
    title: str
    detail: str
    agent: str
    depends_on: list[int]


class PlanState(Result):
    """`goal` and `steps` come with the product's own updates: until approval, and while they may change."""

    status: Plan.Status
    version: int
    title: str
    goal: str = ""
    error: str = ""
    approved_by: str = ""  # a username
    steps: list[PlannedStep] = []


class PlanMessageResult(Result):
    """What is said about a plan: the same in the chat's frames and the plan socket's."""

    plan_id: UUID
    agent_name: str
    content: str
    message_type: PlanMessage.Type
    status: PlanMessage.Status
    timestamp: Moment


class PlanResult(PlanMessageResult):
    """What is said, and the state of the plan and the step by then."""

    step_id: str | None = None  # a UUID; anything in a demonstration
    plan: PlanState | None = None
    step: StepState | None = None


class PlanEvent(Event):
    message: str
    result: PlanResult

    @property
    def subject(self) -> str:
        """The plan's id: the plan socket reads the events of one plan."""
        return str(self.result.plan_id)


class PlanUpdate(PlanEvent):
    """The progress of the plan, or of a step of it."""

    event_type: Literal["plan_update"] = "plan_update"


class StepUpdate(PlanEvent):
    """The status of a step has changed."""

    event_type: Literal["step_update"] = "step_update"


class AgentMessage(PlanEvent):
    """What an agent thinks, does, or has found."""

    event_type: Literal["agent_message"] = "agent_message"
