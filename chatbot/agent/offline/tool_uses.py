"""The tools' names and arguments, each with every parameter, as their schemas demand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from .language.commands import Changes, Filter, NewTask, Status


@dataclass(frozen=True)
class ToolUse:
    name: str
    arguments: dict[str, Any]


def add_task(task: NewTask) -> ToolUse:
    return ToolUse(
        "add_task",
        {
            "title": task.title,
            "description": task.description,
            "priority": task.priority,
            "due_at": task.due.isoformat() if task.due else None,
            "tags": list(task.tags) or None,
        },
    )


def list_tasks(wanted: Filter) -> ToolUse:
    return ToolUse(
        "list_tasks",
        {"status": wanted.status, "due": wanted.due, "tag": wanted.tag, "priority": wanted.priority},
    )


def search_tasks(query: str, status: Status = "all") -> ToolUse:
    return ToolUse("search_tasks", {"query": query, "status": "all" if status == "overdue" else status})


def update_task(
    number: int,
    changes: Changes,
    *,
    due_at: str | None,
    description: str | None,
    remove_tags: tuple[str, ...],
) -> ToolUse:
    return ToolUse(
        "update_task",
        {
            "number": number,
            "title": changes.title,
            "description": description,
            "priority": changes.priority,
            "due_at": due_at,
            "clear_due": changes.clear_due,
            "add_tags": list(changes.add_tags) or None,
            "remove_tags": list(remove_tags) or None,
        },
    )


def complete_task(number: int, completed: bool) -> ToolUse:
    return ToolUse("complete_task", {"number": number, "completed": completed})


def delete_task(number: int) -> ToolUse:
    return ToolUse("delete_task", {"number": number})


def delete_tasks(numbers: Sequence[int]) -> ToolUse:
    return ToolUse("delete_tasks", {"numbers": list(numbers)})


def complete_all_tasks(tag: str | None, priority: str | None) -> ToolUse:
    return ToolUse("complete_all_tasks", {"tag": tag, "priority": priority})


def delete_all_tasks(status: Literal["all", "pending", "completed"]) -> ToolUse:
    return ToolUse("delete_all_tasks", {"status": status})


def email_tasks(status: Status, note: str | None) -> ToolUse:
    return ToolUse("email_tasks", {"status": status, "note": note})


def search_conversations(query: str) -> ToolUse:
    return ToolUse("search_conversations", {"query": query})


def ask_user(question: str, options: Sequence[str] = ()) -> ToolUse:
    return ToolUse("ask_user", {"question": question, "options": list(options) or None, "answer": None})


def make_plan(goal: str) -> ToolUse:
    return ToolUse("make_plan", {"goal": goal})
