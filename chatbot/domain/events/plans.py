"""What a team of agents does on a plan."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from .frame import Event


class PlanResult(BaseModel):
    """The `data` of a frame on the plan socket, and beside it how plan and step stand now."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    plan_id: UUID
    step_id: str | None = None  # a UUID; anything in a demonstration
    agent_name: str
    content: str
    message_type: Literal["thinking", "action", "result"]
    status: Literal["in_progress", "completed", "error"]
    timestamp: str  # UTC, ISO 8601
    plan: dict[str, Any] | None = None  # {"status", "version", "title"}
    step: dict[str, Any] | None = None  # {"id", "position", "status"}


class PlanEvent(Event):
    message: str
    result: PlanResult


class PlanUpdate(PlanEvent):
    event_type: Literal["plan_update"] = "plan_update"


class StepUpdate(PlanEvent):
    event_type: Literal["step_update"] = "step_update"


class AgentMessage(PlanEvent):
    event_type: Literal["agent_message"] = "agent_message"
