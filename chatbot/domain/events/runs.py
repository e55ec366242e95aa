"""A run of the agent, from the queue to its one last event."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from .frame import Event

LAST_EVENTS = frozenset({"agent_done", "run_failed", "run_cancelled"})


class RunEvent(Event):
    conversation_id: UUID
    run_id: UUID


class RunQueued(RunEvent):
    """`message_id` is the reply to come; `result.trigger_id` the message that it answers."""

    event_type: Literal["run_queued"] = "run_queued"
    message_id: UUID
    result: dict[str, str]
    message: str = "Waiting to start..."


class AttemptEvent(RunEvent):
    attempt: int


class AgentThinking(AttemptEvent):
    """The run started, or a further model turn began (`result.turn`, from 1)."""

    event_type: Literal["agent_thinking"] = "agent_thinking"
    message: str = "Processing your request..."
    result: dict[str, int]


class RunRetrying(AttemptEvent):
    """The attempt was lost; `result.attempts_left` more are made."""

    event_type: Literal["run_retrying"] = "run_retrying"
    message: str = "That was interrupted. Trying again..."
    result: dict[str, int]


class ToolEvent(AttemptEvent):
    tool: str
    call_id: str
    message: str


class ToolStarting(ToolEvent):
    event_type: Literal["tool_starting"] = "tool_starting"
    result: dict[str, Any]  # {"arguments": {…}}


class ToolProgress(ToolEvent):
    event_type: Literal["tool_progress"] = "tool_progress"
    count: int
    result: dict[str, int]  # {"part": 40, "total": 120}


class ToolComplete(ToolEvent):
    event_type: Literal["tool_complete"] = "tool_complete"
    count: int | None = None
    task_id: UUID | None = None
    result: dict[str, Any]


class ToolError(ToolEvent):
    event_type: Literal["tool_error"] = "tool_error"
    error: str


class AgentDone(AttemptEvent):
    event_type: Literal["agent_done"] = "agent_done"
    message_id: UUID
    message: str = "Done!"
    result: dict[str, str]  # {"response": the reply}


class RunFailed(AttemptEvent):
    event_type: Literal["run_failed"] = "run_failed"
    message: str
    error: str
    result: dict[str, Any]  # {"code": "rate_limited", "retryable": true}


class RunCancelled(AttemptEvent):
    event_type: Literal["run_cancelled"] = "run_cancelled"
    message: str = "Stopped"
