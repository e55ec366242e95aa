"""What the agent can do: one module a tool. None imports the Agents SDK, or takes a user from the model."""

from __future__ import annotations

from typing import Any

from . import (
    add_task,
    add_tasks,
    ask_user,
    bulk,
    complete_task,
    delete_task,
    email_tasks,
    list_tasks,
    make_plan,
    search_conversations,
    search_tasks,
    undo_last,
    update_task,
    update_tasks,
)
from .tool import Arguments, Earlier, Tool

_CHAT: tuple[Tool[Any], ...] = (
    add_task.TOOL,
    add_tasks.TOOL,
    list_tasks.TOOL,
    search_tasks.TOOL,
    update_task.TOOL,
    update_tasks.TOOL,
    complete_task.TOOL,
    delete_task.TOOL,
    bulk.COMPLETE_ALL,
    bulk.DELETE_ALL,
    bulk.DELETE_THESE,
    undo_last.TOOL,
    email_tasks.TOOL,
    make_plan.TOOL,
    ask_user.TOOL,
)

# The agents of a team have those that their profile names, and may have more than the assistant of the chat.
TOOLS = (*_CHAT, search_conversations.TOOL)
# With which the planner of a team may look before it plans.
LOOKING = ("list_tasks", "search_tasks")
CHAT_TOOLS = frozenset(tool.name for tool in _CHAT)

__all__ = ["CHAT_TOOLS", "LOOKING", "TOOLS", "Arguments", "Earlier", "Tool"]
