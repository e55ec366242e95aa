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
from .runs import (
    LAST_EVENTS,
    AgentDone,
    AgentThinking,
    RunCancelled,
    RunFailed,
    RunQueued,
    RunRetrying,
    ToolComplete,
    ToolError,
    ToolProgress,
    ToolStarting,
)
from .tasks import TaskCreated, TaskDeleted, TaskUpdated

__all__ = [
    "FIELDS",
    "LAST_EVENTS",
    "AgentDone",
    "AgentThinking",
    "ConversationDeleted",
    "ConversationUpdated",
    "Event",
    "MessageComplete",
    "MessageCreated",
    "MessageResult",
    "RunCancelled",
    "RunFailed",
    "RunQueued",
    "RunRetrying",
    "TaskCreated",
    "TaskDeleted",
    "TaskUpdated",
    "ToolComplete",
    "ToolError",
    "ToolProgress",
    "ToolStarting",
]
