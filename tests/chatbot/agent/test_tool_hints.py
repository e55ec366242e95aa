"""The output of a refused call has a hint for the model, and the run continues."""

from __future__ import annotations

import json
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from pytest_django.fixtures import Settings

from chatbot.models import Run, Task, ToolCall
from tests.chatbot.agent.chat import Chat, outputs
from tests.factories import TaskFactory
from tests.provider.script import Provider, call, calls, says

# Of each call: the tool, its arguments, a part of the error, and a part of the hint.
REFUSED: dict[str, tuple[str, dict[str, Any] | str, str, str]] = {
    "no such number": ("delete_task", {"number": 99}, "no task #99", "search_tasks"),
    "no number": ("delete_task", {}, "number", "give the keys that are missing"),
    "a number in words": ("delete_task", {"number": "twelve"}, "number", "whole numbers"),
    "half a number": ("delete_task", {"number": 1.5}, "number", "whole numbers"),
    "a date in words": ("add_task", {"title": "Eggs", "due_at": "soon"}, "due_at", "ISO 8601"),
    "a day that there is not": ("add_task", {"title": "Eggs", "due_at": "2026-02-30"}, "due_at", "ISO 8601"),
    "the end of time": ("add_task", {"title": "Eggs", "due_at": "9999-12-31T23:59"}, "range", "ISO 8601"),
    "an empty title": ("add_task", {"title": " "}, "title is empty", "1 to 255"),
    "an empty title among many": ("add_tasks", {"tasks": [{"title": ""}]}, "title is empty", "1 to 255"),
    "a long title": ("update_task", {"number": 1, "title": "x" * 300}, "too long", "1 to 255"),
    "a long description": ("add_task", {"title": "A", "description": "x" * 2_001}, "too long", "2,000"),
    "too many tags": ("add_task", {"title": "A", "tags": [*map(str, range(99))]}, "at most", "few tags"),
    "an empty tag": ("add_task", {"title": "A", "tags": ["#"]}, "tag is empty", "not empty"),
    "no tag to choose by": ("complete_all_tasks", {"tag": "#"}, "tag is empty", "not empty"),
    "too many tasks": ("add_tasks", {"tasks": [{"title": "A"}] * 51}, "1 to 50", "split"),
    "another priority": ("add_task", {"title": "A", "priority": "urgent"}, "priority", "values"),
    "a key that is not": (
        "delete_all_tasks",
        {"status": "all", "user_id": 7},
        "user_id",
        "leave out the keys",
    ),
    "nothing to change": ("update_tasks", {"numbers": [1]}, "Say what to change", "ask the user"),
    "nothing to choose by": ("update_tasks", {"new_priority": "high"}, "which tasks", "numbers or a filter"),
    "no duration": ("update_tasks", {"numbers": [1], "shift": "later"}, "duration", "P1W"),
    "beyond the calendar": ("update_tasks", {"numbers": [1], "shift": "P9999Y"}, "", "P1W"),
    "a question without words": ("ask_user", {"question": " "}, "question", "call again"),
    "no address": ("email_tasks", {"status": "all", "note": None}, "no email address", "tell the user"),
    "no goal": ("make_plan", {"goal": ""}, "goal is empty", "goal in a few sentences"),
    "no JSON": ("list_tasks", '{"status": "al', "no JSON object", "one JSON object"),
    "no such tool": ("send_money", {}, "no tool send_money", "tools that you are offered"),
}


async def test_every_refusal_has_a_hint(configured: Provider, chat: Chat) -> None:
    await sync_to_async(TaskFactory.create)(owner=chat.owner, title="Milk")
    chat.owner.email = ""
    await chat.owner.asave()
    made = [
        call(tool, f"call_{number}", arguments if isinstance(arguments, str) else json.dumps(arguments))
        for number, (tool, arguments, *_) in enumerate(REFUSED.values())
    ]
    halves = made[:13], made[13:]
    configured.play(calls(*halves[0]), calls(*halves[1]), says("I tried."))
    run = await chat.ask("Try everything")
    assert (run.status, run.reply.content) == (Run.Status.SUCCEEDED, "I tried.")
    assert {made.status for made in await chat.tool_calls(run)} == {ToolCall.Status.FAILED}
    found = outputs(configured.requests[-1])
    assert len(found) == len(REFUSED)
    for (way, (_, _, error, following)), output in zip(REFUSED.items(), found, strict=True):
        assert output.keys() == {"error", "next"}, way
        assert error.lower() in output["error"].lower(), way
        assert following.lower() in output["next"].lower(), way
    assert await chat.tasks() == ["Milk"]


async def test_a_limit_is_not_retried(configured: Provider, chat: Chat, settings: Settings) -> None:
    settings.DAILY_MESSAGE_LIMIT = 1
    configured.play(calls(call("make_plan", goal="Clean the house")), says("Tomorrow, then."))
    run = await chat.ask("Plan it")
    (output,) = outputs(configured.requests[-1])
    assert "limit" in output["error"]
    assert output["next"].startswith("Do not repeat this call: tell the user about the limit.")
    assert run.status == Run.Status.SUCCEEDED


@pytest.mark.parametrize("tag", ["#", "x" * 51])
async def test_invalid_proposals_are_refused(tag: str, configured: Provider, chat: Chat) -> None:
    await sync_to_async(TaskFactory.create_batch)(12, owner=chat.owner)
    configured.play(calls(call("update_tasks", tag=tag, new_priority="high")), says("That is no tag."))
    run = await chat.ask("Raise them")
    assert (run.status, run.reply.content) == (Run.Status.SUCCEEDED, "That is no tag.")
    assert not await Task.objects.filter(priority=Task.Priority.HIGH).aexists()
