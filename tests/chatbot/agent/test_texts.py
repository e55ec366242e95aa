from __future__ import annotations

import pytest

from chatbot.agent.tools import TOOLS, texts


@pytest.mark.parametrize(
    ("count", "found", "completed", "deleted"),
    [
        (0, "Found 0 tasks", "Marked 0 tasks as complete", "Deleted 0 tasks"),
        (1, "Found 1 task", "Marked 1 task as complete", "Deleted 1 task"),
        (2, "Found 2 tasks", "Marked 2 tasks as complete", "Deleted 2 tasks"),
        (120, "Found 120 tasks", "Marked 120 tasks as complete", "Deleted 120 tasks"),
    ],
)
def test_one_is_one_and_all_else_are_many(count: int, found: str, completed: str, deleted: str) -> None:
    assert (texts.found(count), texts.all_completed(count), texts.all_deleted(count)) == (
        found,
        completed,
        deleted,
    )


def test_progress_counts_in_tasks() -> None:
    assert texts.checked(40, 120) == "Checked 40 of 120 tasks"
    assert texts.checked(0, 1) == "Checked 0 of 1 task"


@pytest.mark.parametrize("title", ["Buy milk", "100 %", "%(title)s", "{title}", "O'Brien's"])
def test_titles_are_shown_as_they_are(title: str) -> None:
    assert texts.created(title) == f"Created: {title}"
    assert texts.marked(title, completed=True) == f"Marked '{title}' as done"
    assert texts.marked(title, completed=False) == f"Reopened '{title}'"


def test_each_tool_says_what_it_begins() -> None:
    assert {tool.name: texts.starting(tool.name) for tool in TOOLS} == {
        "add_task": "Creating a new task...",
        "add_tasks": "Creating new tasks...",
        "list_tasks": "Searching your tasks...",
        "search_tasks": "Searching your tasks...",
        "update_task": "Updating your task...",
        "update_tasks": "Updating your tasks...",
        "complete_task": "Updating task status...",
        "delete_task": "Deleting your task...",
        "complete_all_tasks": "Marking tasks as complete...",
        "delete_all_tasks": "Deleting tasks...",
        "delete_tasks": "Deleting tasks...",
        "email_tasks": "Emailing your tasks...",
        "make_plan": "Starting a plan...",
        "undo_last": "Undoing the last changes...",
        "ask_user": "Asking you...",
        "search_conversations": "Searching your conversations...",
    }
    assert texts.starting("send_email") == "Using send_email..."
