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
    """`message_id` is the reply to come; `result.trigger_id` the message that it answers.

    `result.continues` is the earlier run whose journal it goes on from, and `result.replaces` the reply that
    it gives anew. `result.model` names the model, where people choose one.
    """

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


class ApprovalRequested(ToolEvent):
    """A person must decide; `result` is the proposal with its `arguments` and `expires_at`."""

    event_type: Literal["approval_requested"] = "approval_requested"
    result: dict[str, Any]


class ApprovalResolved(ToolEvent):
    """`result` is `{"decision": approved|declined|expired, "by": username or null, "arguments"}`."""

    event_type: Literal["approval_resolved"] = "approval_resolved"
    result: dict[str, Any]


class ToolUndone(ToolEvent):
    """What the call had changed is as it was before."""

    event_type: Literal["tool_undone"] = "tool_undone"
    count: int  # of tasks


class AgentDone(AttemptEvent):
    event_type: Literal["agent_done"] = "agent_done"
    message_id: UUID
    message: str = "Done!"
    # {"response": the reply}, and "cut_off": why, where it is not whole; where another model stood in, its
    # "model", and "instead_of" which.
    result: dict[str, str]


class RunFailed(AttemptEvent):
    event_type: Literal["run_failed"] = "run_failed"
    message: str
    error: str
    result: dict[str, Any]  # {"code": "rate_limited", "retryable": true}


class RunCancelled(AttemptEvent):
    """Somebody stopped the run; `result.withdrawn`: before it began, and its message is taken back."""

    event_type: Literal["run_cancelled"] = "run_cancelled"
    message: str = "Stopped"
    result: dict[str, bool]
