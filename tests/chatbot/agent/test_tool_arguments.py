"""For any arguments of a model, the run continues, and changes no other person's tasks."""

from __future__ import annotations

import json
from typing import Any

import pytest
from asgiref.sync import sync_to_async

from chatbot.domain.events.frame import EVENT_BYTES
from chatbot.models import Run, Task, ToolCall
from chatbot.tools import TOOLS, Tool
from chatbot.tools.common.hints import NO_SUCH_TOOL
from streaming.entry import dumps
from tests.chatbot.agent.chat import Chat
from tests.factories import TaskFactory
from tests.provider.script import Provider, call, calls, says

ADD: dict[str, Any] = {"title": "Milk", "description": None, "priority": None, "due_at": None, "tags": None}
UPDATE: dict[str, Any] = {
    "number": 1,
    "title": None,
    "description": None,
    "priority": None,
    "due_at": None,
    "clear_due": False,
    "add_tags": None,
    "remove_tags": None,
}
LIST: dict[str, Any] = {"status": "all", "due": None, "tag": None, "priority": None}


async def only_call(chat: Chat, provider: Provider, made: dict[str, Any]) -> ToolCall:
    """The finished call, in a run that continued and answered."""
    provider.play(calls(made), says("So it is."))
    run = await chat.ask("Go on")
    assert (run.status, run.reply.content) == (Run.Status.SUCCEEDED, "So it is.")
    (finished,) = await chat.tool_calls(run)
    kinds = [kind for kind in await chat.types(run) if kind.startswith("tool_")]
    ending = "tool_complete" if finished.status == ToolCall.Status.DONE else "tool_error"
    assert (kinds[0], kinds[-1]) == ("tool_starting", ending)
    return finished


@pytest.mark.parametrize("tool", TOOLS, ids=lambda tool: tool.name)
def test_no_tool_takes_a_user_from_the_model(tool: Tool[Any]) -> None:
    schema = tool.arguments.model_json_schema()
    assert not {"user_id", "owner", "owner_id", "user"} & set(schema["properties"])
    assert schema["additionalProperties"] is False


async def test_a_user_in_the_arguments_is_refused(configured: Provider, chat: Chat) -> None:
    bob = await sync_to_async(TaskFactory.create)(title="Secret of Bob")
    made = call("delete_all_tasks", status="all", user_id=str(bob.owner_id))
    finished = await only_call(chat, configured, made)
    assert finished.status == ToolCall.Status.FAILED
    assert finished.error == "The arguments do not fit (user_id: Extra inputs are not permitted)."
    assert await Task.objects.acount() == 1


@pytest.mark.parametrize(
    ("tool", "arguments"),
    [
        ("complete_task", {"number": 1, "completed": True}),
        ("delete_task", {"number": 1}),
        ("update_task", {**UPDATE, "title": "Mine now"}),
    ],
)
async def test_another_persons_task_is_not_found(
    tool: str, arguments: dict[str, Any], configured: Provider, chat: Chat
) -> None:
    bob = await sync_to_async(TaskFactory.create)(title="Secret of Bob")
    finished = await only_call(chat, configured, call(tool, **arguments))
    assert finished.output is not None
    assert finished.output["error"] == "There is no task #1."
    assert "search_tasks" in finished.output["next"]
    assert (await Task.objects.aget(pk=bob.pk)).title == "Secret of Bob"


@pytest.mark.parametrize("tool", ["list_tasks", "search_tasks", "complete_all_tasks"])
async def test_lists_have_only_ones_own_tasks(tool: str, configured: Provider, chat: Chat) -> None:
    await sync_to_async(TaskFactory.create)(title="Secret of Bob")
    arguments = {
        "list_tasks": LIST,
        "search_tasks": {"query": "secret", "status": "all"},
        "complete_all_tasks": {"tag": None, "priority": None},
    }
    finished = await only_call(chat, configured, call(tool, **arguments[tool]))
    assert finished.count == 0
    assert "Bob" not in str(finished.output)


@pytest.mark.parametrize(
    "arguments",
    [
        "",
        "{",
        "null",
        '["title"]',
        '"title"',
        "{'title': 'Milk'}",
        "[" * 100_000,
        '{"title": ' + "9" * 5_000 + "}",
        '{"title": NaN}',
        json.dumps({**ADD, "\x00": 1}),
        json.dumps({**ADD, "title": "Mi\ud800lk"}),
        json.dumps({**ADD, "x" * 50_000: 1, "y" * 50_000: 2}),
        json.dumps({**ADD, **{f"key {number}": "🦊" * 50 for number in range(500)}}),
        json.dumps({**ADD, "title": "🦊" * 40_000}),
        json.dumps({**ADD, "title": " "}),
        json.dumps({**ADD, "priority": "urgent"}),
        json.dumps({**ADD, "due_at": "tomorrow"}),
        json.dumps({**ADD, "due_at": "9999-12-31T23:59:59Z"}),
        json.dumps({**ADD, "due_at": "0001-01-01T00:00:00+14:00"}),
        json.dumps({**ADD, "tags": ["a" * 51]}),
        json.dumps({**ADD, "tags": [f"tag{number}" for number in range(21)]}),
        json.dumps({"description": None}),
    ],
    ids=lambda text: text[:24] + (f"… {len(text)}" if len(text) > 24 else ""),
)
async def test_arguments_that_do_not_fit_are_an_error_of_the_tool(
    arguments: str, configured: Provider, chat: Chat
) -> None:
    finished = await only_call(chat, configured, call("add_task", arguments=arguments))
    assert finished.status == ToolCall.Status.FAILED
    assert finished.error.endswith(".")
    assert finished.output is not None
    assert finished.output.keys() == {"error", "next"}
    assert finished.output["error"] == finished.error
    assert await chat.tasks() == []
    for kind, data in await chat.published():
        assert len(dumps(data).encode()) < EVENT_BYTES, kind


@pytest.mark.parametrize(
    ("tool", "arguments"),
    [
        ("list_tasks", {**LIST, "tag": "#"}),
        ("search_tasks", {"query": "m" * 201, "status": "all"}),
        ("complete_task", {"number": 10**30, "completed": True}),
        ("complete_task", {"number": -1, "completed": True}),
        ("delete_task", {"number": 0}),
    ],
)
async def test_impossible_values_are_an_error_of_the_tool(
    tool: str, arguments: dict[str, Any], configured: Provider, chat: Chat
) -> None:
    await sync_to_async(TaskFactory.create)(owner=chat.owner)
    finished = await only_call(chat, configured, call(tool, **arguments))
    assert finished.status == ToolCall.Status.FAILED


@pytest.mark.parametrize(
    ("tool", "arguments"),
    [
        ("add_task", {**ADD, "title": "Mi\x00lk", "tags": ["ho\x00me"]}),
        ("list_tasks", {**LIST, "tag": "ho\x00me"}),
        ("search_tasks", {"query": "mi\x00lk", "status": "all"}),
        ("complete_all_tasks", {"tag": "\x00", "priority": None}),
        ("update_task", {**UPDATE, "remove_tags": ["\x00"], "add_tags": ["\x00"]}),
    ],
)
async def test_characters_that_cannot_be_stored_are_replaced(
    tool: str, arguments: dict[str, Any], configured: Provider, chat: Chat
) -> None:
    await sync_to_async(TaskFactory.create)(owner=chat.owner)
    finished = await only_call(chat, configured, call(tool, **arguments))
    assert finished.status == ToolCall.Status.DONE
    assert "\x00" not in str(finished.arguments)


async def test_times_without_an_offset_are_in_the_users_time_zone(configured: Provider, chat: Chat) -> None:
    finished = await only_call(chat, configured, call("add_task", **{**ADD, "due_at": "2026-07-01T09:00:00"}))
    assert finished.output is not None
    assert finished.output["task"]["due_at"] == "2026-07-01T09:00:00+02:00"


async def test_an_update_reports_what_has_changed(configured: Provider, chat: Chat) -> None:
    await sync_to_async(TaskFactory.create)(owner=chat.owner, title="Milk", tags=["home", "shop"])
    made = call("update_task", **{**UPDATE, "title": "Milk", "priority": "high", "add_tags": ["#Dairy"]})
    finished = await only_call(chat, configured, made)
    assert finished.output is not None
    assert finished.output["changed"] == ["priority", "tags"]
    assert finished.output["task"]["tags"] == ["dairy", "home", "shop"]


async def test_an_unknown_tool_does_not_end_the_run(endpoint: Provider, chat: Chat) -> None:
    endpoint.play(calls(call("send_email", to="bob")), says("I cannot do that."))
    run = await chat.ask("Send a mail")
    assert (run.status, run.reply.content) == (Run.Status.SUCCEEDED, "I cannot do that.")
    published = [(kind, data) for kind, data in await chat.published(run) if kind.startswith("tool_")]
    assert [kind for kind, _ in published] == ["tool_starting", "tool_error"]
    assert [data["tool"] for _, data in published] == ["send_email"] * 2
    assert published[0][1]["result"] == {"arguments": {"to": "bob"}}
    assert published[1][1]["error"] == "There is no tool send_email."
    (refused,) = await chat.tool_calls(run)
    assert refused.status == "failed"
    assert refused.output == {"error": "There is no tool send_email.", "next": NO_SUCH_TOOL}
    sent = endpoint.requests[-1]
    assert json.dumps(refused.output) in [
        item.get("content") or item.get("output")
        for item in sent.get("messages") or sent["input"]
        if item.get("role") == "tool" or item.get("type") == "function_call_output"
    ]


@pytest.mark.parametrize("name", ["ask_user", "x" * 200, "no\x00tool", "[link](https://example.com)"])
async def test_an_unknown_tool_may_have_any_name(name: str, endpoint: Provider, chat: Chat) -> None:
    add = call("add_task", **ADD)
    endpoint.play(calls(add, call(name, "call_1", arguments="{")), says("One of them is none."))
    run = await chat.ask("Add milk")
    assert (run.status, await chat.tasks()) == (Run.Status.SUCCEEDED, ["Milk"])
    assert sorted(made.status for made in await chat.tool_calls(run)) == ["done", "failed"]
    data = next(data for kind, data in await chat.published(run) if kind == "tool_error")
    assert data["tool"] == name[:64].replace("\x00", "\ufffd")


@pytest.mark.parametrize("call_id", ["call_0", "", "c" * 300, "\x00", "\ud800"])
async def test_calls_with_the_same_id_are_kept_apart(call_id: str, endpoint: Provider, chat: Chat) -> None:
    def add(title: str) -> dict[str, Any]:
        return call("add_task", call_id, **{**ADD, "title": title})

    endpoint.play(calls(add("One"), add("Two")), calls(add("Three")), says("Three are there."))
    run = await chat.ask("Add three")
    assert run.reply.content == "Three are there."
    assert await chat.tasks() == ["One", "Two", "Three"]
    made = await chat.tool_calls(run)
    assert [call.position for call in made] == [1, 2, 3]
    assert len({call.call_id for call in made}) == 3


async def test_calls_are_numbered_through_all_turns(endpoint: Provider, chat: Chat) -> None:
    add, unknown = call("add_task", **ADD), call("ask_user", "call_1", arguments="{}")
    endpoint.play(calls(add, unknown), calls(add), calls(unknown, add), says("Three are there."))
    made = await chat.tool_calls(await chat.ask("Add three"))
    assert [(call.position, call.name) for call in made] == [
        (1, "add_task"),
        (2, "ask_user"),
        (3, "add_task"),
        (4, "ask_user"),
        (5, "add_task"),
    ]


@pytest.mark.parametrize("usage", [True, False])
async def test_usage_of_an_endpoint_is_optional(usage: bool, endpoint: Provider, chat: Chat) -> None:
    endpoint.play(says("Hello.", usage=usage))
    assert (await chat.ask("Hello")).reply.content == "Hello."


async def test_text_that_cannot_be_stored_is_replaced(endpoint: Provider, chat: Chat) -> None:
    endpoint.play(says("nul \x00 and ", "half \ud83d pairs"))
    run = await chat.ask("Hello")
    assert run.reply.content == "nul \N{REPLACEMENT CHARACTER} and half \N{REPLACEMENT CHARACTER} pairs"
    assert await chat.streamed(run) == run.reply.content
