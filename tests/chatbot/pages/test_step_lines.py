"""The line of a finished step says what was done to which task."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone, translation

from chatbot.domain.journal.tool_calls import Outcome, SoFar
from chatbot.models import ToolCall, User
from chatbot.tools import TOOLS, line_of
from tests.factories import TaskFactory
from tests.subtests import as_subtests

DAY = "2031-12-05"


@pytest.fixture(autouse=True)
def tasks(alice: User) -> None:
    TaskFactory.create(owner=alice, title="Rent")
    TaskFactory.create(owner=alice, title="Gym", due_at=timezone.now() + timedelta(days=1))


def performed(owner: User, name: str, arguments: dict[str, Any]) -> ToolCall:
    """The stored call, after the tool's effect."""
    tool = next(tool for tool in TOOLS if tool.name == name)
    outcome = tool.effect(owner, tool.arguments(**arguments), SoFar())
    assert isinstance(outcome, Outcome)
    return ToolCall(
        name=name,
        arguments=arguments,
        status=ToolCall.Status.DONE,
        output=outcome.output.as_json(),
        message=outcome.message,
        started_at=timezone.now(),
    )


@pytest.mark.parametrize(
    ("name", "arguments", "line"),
    [
        ("add_task", {"title": "Milk"}, "Added ‘Milk’"),
        ("add_task", {"title": "Rent"}, "Already on your list: #1 Rent"),
        ("update_task", {"number": 1, "title": "Pay rent"}, "Renamed ‘Rent’ to ‘Pay rent’"),
        ("update_task", {"number": 1, "due_at": f"{DAY}T09:00"}, "Moved ‘Rent’ to Fri 5 Dec 2031 at 9:00"),
        ("update_task", {"number": 1, "due_at": DAY}, "Moved ‘Rent’ to Fri 5 Dec 2031"),
        ("update_task", {"number": 2, "clear_due": True}, "Took the due date of ‘Gym’ away"),
        ("update_task", {"number": 1, "priority": "high"}, "Set ‘Rent’ to high priority"),
        ("update_task", {"number": 1, "priority": "medium"}, "‘Rent’ was so already"),
        ("update_task", {"number": 1, "add_tags": ["home"], "priority": "low"}, "Updated ‘Rent’"),
        ("complete_task", {"number": 1}, "Completed ‘Rent’"),
        ("complete_task", {"number": 1, "completed": False}, "Reopened ‘Rent’"),
        ("delete_task", {"number": 1}, "Deleted ‘Rent’"),
        ("search_tasks", {"query": "cake"}, "Searched ‘cake’: nothing"),
        ("search_tasks", {"query": "rent"}, "Searched ‘rent’: 1 found"),
        ("list_tasks", {}, "Found 2 tasks"),
    ],
)
def test_of_a_tool(alice: User, name: str, arguments: dict[str, Any], line: str) -> None:
    assert line_of(performed(alice, name, arguments), alice.date_settings) == line


@pytest.mark.parametrize(
    "output", [None, {}, {"task": None}, {"task": {"id": 1}}, {"count": 1}, {"deleted": []}]
)
@as_subtests("name", [tool.name for tool in TOOLS])
def test_an_output_of_another_version_leaves_the_stored_line(alice: User, name: str, output: Any) -> None:
    call = ToolCall(name=name, status=ToolCall.Status.DONE, message="Task updated", output=output)
    assert line_of(call, alice.date_settings) == "Task updated"
    with translation.override("de"):
        assert line_of(call, alice.date_settings) in {"Task updated", "Aufgabe geändert"}


@pytest.mark.parametrize("status", [status for status in ToolCall.Status if status != ToolCall.Status.DONE])
def test_a_step_that_is_not_done_has_its_own_line(alice: User, status: str) -> None:
    call = performed(alice, "add_task", {"title": "Milk"})
    call.status, call.message = status, "Creating a new task..."
    assert line_of(call, alice.date_settings) == "Creating a new task…"
