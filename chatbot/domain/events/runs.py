"""A run of the agent, from the queue to its one last event."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from .frame import Event, Moment, Result

LAST_EVENTS = frozenset({"agent_done", "run_failed", "run_cancelled"})


class RunEvent(Event):
    conversation_id: UUID
    run_id: UUID


class QueuedResult(Result):
    trigger_id: UUID  # the message that it answers
    position: int  # of the reply to come, in the conversation
    created_at: Moment  # of the reply to come
    step_id: UUID | None = None  # of the plan's step that it works on
    continues: UUID | None = None  # the earlier run whose journal it continues
    replaces: UUID | None = None  # the earlier reply, where it is given again
    model: str = ""  # its label, where people choose one
    client: str = ""  # the program that asked for it over MCP, by the name of its token


class RunQueued(RunEvent):
    """A run was asked for; `message_id` is the reply to come."""

    event_type: Literal["run_queued"] = "run_queued"
    message_id: UUID
    result: QueuedResult
    message: str = "Waiting to start..."


class AttemptEvent(RunEvent):
    attempt: int


class ThinkingResult(Result):
    turn: int  # from 1


class AgentThinking(AttemptEvent):
    """The run started, or a further model turn began."""

    event_type: Literal["agent_thinking"] = "agent_thinking"
    message: str = "Processing your request..."
    result: ThinkingResult


class ThoughtForResult(Result):
    turn: int  # from 1
    duration_ms: int  # of all thinking of the turn so far


class ThinkingComplete(AttemptEvent):
    """The model has thought before it answers or acts; the text is shown on pages only."""

    event_type: Literal["thinking_complete"] = "thinking_complete"
    result: ThoughtForResult


class RetryingResult(Result):
    attempts_left: int


class RunRetrying(AttemptEvent):
    """The attempt was lost; others are made."""

    event_type: Literal["run_retrying"] = "run_retrying"
    message: str = "That was interrupted. Trying again..."
    result: RetryingResult


class DoneResult(Result):
    response: str  # the reply
    cut_off: str = ""  # why it is not whole: `length` or `content_filter`
    model: str = ""  # that answered,
    instead_of: str = ""  # where another one was chosen
    client: str = ""  # that asked for the run over MCP: it is no answer to the person


class AgentDone(AttemptEvent):
    """The run succeeded."""

    event_type: Literal["agent_done"] = "agent_done"
    message_id: UUID
    message: str = "Done!"
    result: DoneResult


class FailedResult(Result):
    code: str  # such as `rate_limited`
    retryable: bool


class RunFailed(AttemptEvent):
    """The run failed; it can be tried again."""

    event_type: Literal["run_failed"] = "run_failed"
    message: str
    error: str
    result: FailedResult


class FeedbackResult(Result):
    rating: Literal["up", "down", ""] = ""
    comment: str = ""


class AnswerRated(RunEvent):
    """The owner said whether an answer was good, or took that back (then there is no `rating`)."""

    event_type: Literal["answer_rated"] = "answer_rated"
    result: FeedbackResult


class CancelledResult(Result):
    withdrawn: bool  # before it began: its message is taken back


class RunCancelled(AttemptEvent):
    """Somebody stopped the run."""

    event_type: Literal["run_cancelled"] = "run_cancelled"
    message: str = "Stopped"
    result: CancelledResult
