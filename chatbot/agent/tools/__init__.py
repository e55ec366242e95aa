"""What the agent can do: one module a tool. None imports the Agents SDK, or takes a user from the model."""

from __future__ import annotations

from typing import Any

from . import add_task, bulk, complete_task, delete_task, list_tasks, search_tasks, update_task
from .tool import Arguments, Tool

TOOLS: tuple[Tool[Any], ...] = (
    add_task.TOOL,
    list_tasks.TOOL,
    search_tasks.TOOL,
    update_task.TOOL,
    complete_task.TOOL,
    delete_task.TOOL,
    bulk.COMPLETE_ALL,
    bulk.DELETE_ALL,
)

__all__ = ["TOOLS", "Arguments", "Tool"]
