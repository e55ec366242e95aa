"""Every event that a tab can hear of, each a closed type: the vocabulary of the stream."""

from __future__ import annotations

from .conversations import (
    ConversationDeleted,
    ConversationUpdated,
    MessageComplete,
    MessageCreated,
    MessageResult,
)
from .frame import FIELDS, Event
from .plans import AgentMessage, PlanResult, PlanUpdate, StepUpdate
from .runs import (
    LAST_EVENTS,
    AgentDone,
    AgentThinking,
    ApprovalRequested,
    ApprovalResolved,
    RunCancelled,
    RunFailed,
    RunQueued,
    RunRetrying,
    ToolComplete,
    ToolError,
    ToolProgress,
    ToolStarting,
    ToolUndone,
)
from .tasks import (
    TaskCreated,
    TaskDeleted,
    TasksCreated,
    TasksDeleted,
    TasksUpdated,
    TaskUpdated,
    merge_task_events,
)

__all__ = [
    "FIELDS",
    "LAST_EVENTS",
    "AgentDone",
    "AgentMessage",
    "AgentThinking",
    "ApprovalRequested",
    "ApprovalResolved",
    "ConversationDeleted",
    "ConversationUpdated",
    "Event",
    "MessageComplete",
    "MessageCreated",
    "MessageResult",
    "PlanResult",
    "PlanUpdate",
    "RunCancelled",
    "RunFailed",
    "RunQueued",
    "RunRetrying",
    "StepUpdate",
    "TaskCreated",
    "TaskDeleted",
    "TaskUpdated",
    "TasksCreated",
    "TasksDeleted",
    "TasksUpdated",
    "ToolComplete",
    "ToolError",
    "ToolProgress",
    "ToolStarting",
    "ToolUndone",
    "merge_task_events",
]
