"""Arguments are repaired only if their meaning is clear."""

from __future__ import annotations

import json
from typing import Any

import pytest

from chatbot.agent.endpoint.arguments import repaired
from chatbot.agent.endpoint.request import OfferedTool
from chatbot.agent.invoke import FUNCTION_TOOLS
from chatbot.models import ToolCall
from tests.chatbot.agent.chat import Chat
from tests.provider.script import Provider, call, calls, says
from tests.subtests import as_subtests

TOOLS = {
    tool.name: OfferedTool(tool.name, "", tool.params_json_schema, tool.name == "add_task")
    for tool in FUNCTION_TOOLS
}
FULL: dict[str, Any] = dict.fromkeys(TOOLS["add_task"].parameters["properties"]) | {"title": "Milk"}
LEAN = '{"title": "Milk"}'
PLAIN = {
    "whole": json.dumps(FULL),
    "keys left out": LEAN,
    "fenced": f"```json\n{LEAN}\n```",
    "fenced without a name": f"```\n{LEAN}\n```",
    "JSON in JSON": json.dumps(LEAN),
    "JSON in JSON in JSON": json.dumps(json.dumps(LEAN)),
    "a trailing tag": f"{LEAN}</tool_call>",
    "a trailing mark": f"{LEAN}<|im_end|>\n",
    "tags around": f"<arguments>{LEAN}</arguments>",
    "twice": LEAN + LEAN,
    "in a list": f"[{LEAN}]",
    "empty text": '{"title": "Milk", "description": "", "priority": "", "due_at": "", "tags": ""}',
    "null as text": '{"title": "Milk", "description": "null", "priority": "None", "due_at": "null"}',
    "an empty extra key": '{"title": "Milk", "user_id": null, "id": ""}',
    "an extra key": '{"title": "Milk", "category": "food"}',
}


def fitted(given: str, tool: str = "add_task") -> dict[str, Any]:
    value: dict[str, Any] = json.loads(repaired(given, TOOLS[tool]))
    known = TOOLS[tool].parameters["properties"]
    return {name: value[name] for name in value if value[name] is not None or name not in known}


@as_subtests("way", PLAIN)
def test_clear_mistakes_are_repaired(way: str) -> None:
    assert fitted(PLAIN[way]) == {"title": "Milk"}


def test_valid_arguments_are_unchanged() -> None:
    given = json.dumps(FULL, indent=3)
    assert repaired(given, TOOLS["add_task"]) == given


@as_subtests("given", ["", "null", "None", " ", "{}"])
def test_no_arguments_are_an_empty_object(given: str) -> None:
    assert fitted(given) == {}
    assert fitted(given, "list_tasks") == {}


def test_text_of_other_kinds_is_read() -> None:
    given = {"title": "Milk", "tags": '["home", "shop"]'}
    assert fitted(json.dumps(given)) == {"title": "Milk", "tags": ["home", "shop"]}
    assert fitted('{"number": "#12"}', "delete_task") == {"number": 12}


@as_subtests(
    "given",
    [
        "{",
        '{"title": "Mi',
        '{"title": "Milk"',
        '["title"]',
        '"title"',
        "7",
        "{'title': 'Milk'}",
        '{"title": "Milk"} {"title": "Eggs"}',
        'Milk, please: {"title": "Milk"}',
        "[" * 100_000,
        "```json" + " \n" * 20_000 + "x",
    ],
)
def test_unclear_arguments_are_not_repaired(given: str) -> None:
    assert repaired(given, TOOLS["add_task"]) == given


def test_only_an_empty_text_clears_a_description() -> None:
    assert fitted('{"number": 1, "description": ""}', "update_task") == {"number": 1, "description": ""}
    given = '{"number": 1, "title": "", "description": "", "priority": "high"}'
    assert fitted(given, "update_task") == {"number": 1, "priority": "high"}


@pytest.mark.parametrize("extra", [{"tag": "home"}, {"user_id": "7"}])
def test_an_unknown_key_that_may_be_a_filter_is_not_dropped(extra: dict[str, Any]) -> None:
    given = {"status": "all", **extra}
    assert json.loads(repaired(json.dumps(given), TOOLS["delete_all_tasks"])) == {**given, "numbers": None}


@pytest.mark.parametrize("way", ["empty text", "an extra key"])
async def test_a_repaired_call_is_done(way: str, configured: Provider, chat: Chat) -> None:
    configured.play(calls(call("add_task", arguments=PLAIN[way])), says("Done."))
    run = await chat.ask("Add milk")
    (made,) = await chat.tool_calls(run)
    assert (made.status, made.arguments) == (ToolCall.Status.DONE, FULL)
    assert await chat.tasks() == ["Milk"]
