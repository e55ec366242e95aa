from __future__ import annotations

from typing import Any

import pytest
from asgiref.sync import sync_to_async

from chatbot.domain.journal.tool_calls import Outcome, SoFar
from chatbot.models import User
from chatbot.tools import TOOLS, Arguments, Tool, add_task, complete_task, starting_line
from chatbot.tools.add_task import AddTask
from chatbot.tools.common.deletion import all_deleted
from chatbot.tools.common.lines import all_completed, checked, found_tasks
from chatbot.tools.complete_task import CompleteTask
from tests.subtests import as_subtests


@as_subtests(
    ("count", "seen", "completed", "deleted"),
    [
        (0, "Found 0 tasks", "Marked 0 tasks as complete", "Deleted 0 tasks"),
        (1, "Found 1 task", "Marked 1 task as complete", "Deleted 1 task"),
        (2, "Found 2 tasks", "Marked 2 tasks as complete", "Deleted 2 tasks"),
        (120, "Found 120 tasks", "Marked 120 tasks as complete", "Deleted 120 tasks"),
    ],
)
def test_only_one_is_singular(count: int, seen: str, completed: str, deleted: str) -> None:
    assert (found_tasks(count), all_completed(count), all_deleted(count)) == (seen, completed, deleted)


def test_progress_counts_in_tasks() -> None:
    assert checked(40, 120) == "Checked 40 of 120 tasks"
    assert checked(0, 1) == "Checked 0 of 1 task"


@pytest.mark.parametrize("title", ["Buy milk", "100 %", "%(title)s", "{title}", "O'Brien's"])
async def test_titles_are_shown_as_they_are(alice: User, title: str) -> None:
    assert await line(add_task.TOOL, alice, AddTask(title=title)) == f"Created: {title}"
    done, reopened = (CompleteTask(number=1, completed=is_done) for is_done in (True, False))
    assert await line(complete_task.TOOL, alice, done) == f"Marked '{title}' as done"
    assert await line(complete_task.TOOL, alice, reopened) == f"Reopened '{title}'"


async def line(tool: Tool[Any], owner: User, arguments: Arguments) -> str:
    outcome = await sync_to_async(tool.effect)(owner, arguments, SoFar())
    assert isinstance(outcome, Outcome)
    return outcome.message


def test_each_tool_has_a_line_for_its_start() -> None:
    for tool in TOOLS:
        assert starting_line(tool.name) == tool.starting
        assert tool.starting.endswith("...")
    assert starting_line("send_email") == "Using send_email..."
