"""What a run's tool calls do, and what people decide on them."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from pydantic import Field

from chatbot.models import ToolCall

from .frame import Event, Json, Moment, Result


class ToolEvent(Event):
    conversation_id: UUID
    run_id: UUID
    attempt: int
    tool: str
    call_id: str
    message: str


class ArgumentsResult(Result):
    arguments: Json  # as the model gave them


class ToolStarting(ToolEvent):
    """Before a tool runs."""

    event_type: Literal["tool_starting"] = "tool_starting"
    result: ArgumentsResult


class ProgressResult(Result):
    part: int
    total: int


class ToolProgress(ToolEvent):
    """A long tool has done `count`, or `result.part`, of `result.total`."""

    event_type: Literal["tool_progress"] = "tool_progress"
    count: int
    result: ProgressResult


class ToolOutput(Result):
    """What a tool returns; each tool has a subclass with its fields.

    The journal stores it, the model reads it, and the event has it as its `result`, with the number of
    `changes` of tasks that undo takes back.
    """

    changes: int = 0


class ServerToolOutput(ToolOutput):
    """What a tool of an MCP server returned; its contents in words."""

    server: str  # as the person calls it
    tool: str  # as the server calls it
    text: str
    truncated: bool = False


class ToolComplete(ToolEvent):
    """A tool succeeded."""

    event_type: Literal["tool_complete"] = "tool_complete"
    count: int | None = None
    task_id: UUID | None = None
    result: ToolOutput


class ToolError(ToolEvent):
    """A tool failed; `error` is safe for people."""

    event_type: Literal["tool_error"] = "tool_error"
    error: str


class ProposedTask(Result):
    id: UUID
    number: int
    title: str
    change: str  # what becomes of it, in words; empty for deletions


type Action = Literal["approve", "change", "complete", "delete", "move", "reopen", "send", "use"]


class ProposalResult(Result):
    """What a person is asked to approve."""

    summary: str  # the question: "Delete 12 tasks?"
    count: int  # of tasks that the call would touch, and no others
    tasks: list[ProposedTask]  # the first ones
    truncated: bool  # there are more
    arguments: Json
    is_question: bool  # approved by adding the `answer` to the arguments
    action: Action  # what approving it does
    json_schema: Json = Field(serialization_alias="schema")  # of the arguments
    expires_at: Moment | None

    @property
    def options(self) -> list[str]:
        """The answers that a question offers."""
        options = self.arguments.get("options") if self.is_question else None
        return [str(option) for option in options] if isinstance(options, list) else []


class ApprovalRequested(ToolEvent):
    """A person must decide; the run waits until then."""

    event_type: Literal["approval_requested"] = "approval_requested"
    result: ProposalResult


class DecisionResult(Result):
    decision: ToolCall.Decision
    by: str | None  # a username
    arguments: Json  # with which the call is performed, if it is


class ApprovalResolved(ToolEvent):
    """A person has decided, or the time for that is over; the run resumes."""

    event_type: Literal["approval_resolved"] = "approval_resolved"
    result: DecisionResult


class ToolUndone(ToolEvent):
    """What the call had changed is as it was before."""

    event_type: Literal["tool_undone"] = "tool_undone"
    count: int  # of tasks
