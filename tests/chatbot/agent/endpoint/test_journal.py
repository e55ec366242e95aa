"""A stored answer can be read, also one of earlier versions, and is sent to the endpoint again."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from chatbot.agent.endpoint.answer import Answer, MadeCall, Reasoning, Text, Usage
from chatbot.agent.endpoint.recorded import read_recorded, recordable
from chatbot.models import Run, Turn
from tests.chatbot.agent.chat import Chat, outputs
from tests.provider.deviations import deviating, reasoning_item
from tests.provider.script import Provider, call, calls, refuses, says
from tests.subtests import as_subtests

ADD = call("add_task", title="Milk", description=None, priority=None, due_at=None, tags=None)
LIST = call("list_tasks", status="all", due=None, tag=None, priority=None)


def test_an_answer_is_recorded_and_read_back() -> None:
    answer = Answer(
        [
            Reasoning({"type": "reasoning", "encrypted_content": "gAAA"}, "gpt"),
            Text("I add it."),
            MadeCall("add_task", '{"title": "Milk"}', "a1b2c3d4e", {"extra_content": {"google": {}}}),
        ],
        "length",
        Usage(input_tokens=11, output_tokens=7, cached_tokens=3),
        "gpt-5-mini",
    )
    assert read_recorded(recordable(answer)) == answer


@as_subtests(
    "recorded", [None, [], "x", {}, {"output": None}, {"output": [None, {}, {"type": "message"}], "usage": 3}]
)
def test_reading_invalid_data_does_not_raise(recorded: Any) -> None:
    assert read_recorded(recorded) == Answer()


async def test_a_run_continues_from_a_response_as_earlier_versions_recorded_it(
    endpoint: Provider, chat: Chat
) -> None:
    endpoint.play(calls(ADD), refuses(401), says("Milk is on the list."))
    failed = await chat.ask("Add milk")
    turn = await Turn.objects.aget(run=failed)
    (made,) = await chat.tool_calls(failed)
    turn.response = {
        "id": "__fake_id__",
        "object": "response",
        "created_at": 1.0,
        "model": "m",
        "parallel_tool_calls": False,
        "tool_choice": "auto",
        "tools": [],
        "output": [
            {"id": "rs_1", "type": "reasoning", "summary": [], "status": None},
            {
                "id": "__fake_id__",
                "type": "function_call",
                "call_id": made.call_id,
                "name": "add_task",
                "arguments": turn.response["output"][0]["arguments"],
                "provider_data": {"model": "m"},
            },
        ],
        "usage": {"input_tokens": 11, "output_tokens": 7, "total_tokens": 18, "input_tokens_details": {}},
    }
    await turn.asave()
    run = await chat.retry(failed)
    assert (run.status, run.reply.content) == (Run.Status.SUCCEEDED, "Milk is on the list.")
    assert await chat.tasks() == ["Milk"]
    (output,) = outputs(endpoint.requests[-1])
    assert output["task"]["title"] == "Milk"


async def test_ids_of_calls_are_accepted_by_every_endpoint(endpoint: Provider, chat: Chat) -> None:
    endpoint.play(
        calls(call("list_tasks", "call_" + "f" * 32, status="all", due=None, tag=None, priority=None)),
        says("None."),
    )
    await chat.ask("List")
    sent = endpoint.requests[-1]
    if "messages" in sent:
        made, output = (message for message in sent["messages"] if message["role"] in {"assistant", "tool"})
        ids = {made["tool_calls"][0]["id"], output["tool_call_id"]}
    else:
        ids = {item["call_id"] for item in sent["input"] if "call_id" in item}
    (call_id,) = ids
    assert re.fullmatch("[a-zA-Z0-9]{9}", call_id)


@pytest.mark.parametrize("encrypted", [None, "gAAA"])
async def test_reasoning_is_sent_back_if_it_is_self_contained(
    encrypted: str | None, configured: Provider, chat: Chat, settings: Settings
) -> None:
    """Nothing is stored at the provider: what is referred to by its id only is not found there."""
    settings.AGENT_ENDPOINT = configured.endpoint(AGENT_API="responses")
    reasoning = reasoning_item(encrypted_content=encrypted, status=None)
    configured.play(deviating(calls(LIST), "responses", reasoning), says("None."))
    assert (await chat.ask("List")).reply.content == "None."
    first, second = configured.requests
    assert (first["store"], first["include"]) == (False, ["reasoning.encrypted_content"])
    kinds = [item.get("type", "message") for item in second["input"]]
    expected = {"type": "reasoning", "id": "rs_1", "summary": [], "encrypted_content": "gAAA"}
    if encrypted:
        assert kinds == ["message", "reasoning", "function_call", "function_call_output"]
        assert second["input"][1] == expected
    else:
        assert kinds == ["message", "function_call", "function_call_output"]
    assert not any("id" in item for item in second["input"] if item.get("type") != "reasoning")


@pytest.mark.parametrize("field", ["reasoning_content", "reasoning", None])
async def test_thinking_is_sent_back_in_its_field(
    field: str | None, configured: Provider, chat: Chat
) -> None:
    chunks = calls(LIST)
    if field is not None:
        chunks["thinking"] = {field: ["I should ", "look."]}
    configured.play(chunks, says("None."))
    run = await chat.ask("List")
    assert run.reply.content == "None."
    (made,) = [message for message in configured.requests[-1]["messages"] if message["role"] == "assistant"]
    assert {key: value for key, value in made.items() if "reasoning" in key} == (
        {field: "I should look."} if field else {}
    )


@pytest.mark.parametrize("field", ["reasoning_details", "thinking_blocks"])
async def test_signed_blocks_are_sent_back_unchanged(field: str, configured: Provider, chat: Chat) -> None:
    pieces = [
        [{"type": "thinking", "index": 0, "text": "I should "}],
        [{"type": "thinking", "index": 0, "text": "look."}],
        [{"type": "thinking", "index": 0, "signature": "c2ln"}],
        [{"type": "redacted", "index": 1, "data": "eA"}],
    ]
    configured.play(calls(LIST, thinking={field: pieces, "reasoning": ["I should look."]}), says("None."))
    assert (await chat.ask("List")).reply.content == "None."
    (made,) = [message for message in configured.requests[-1]["messages"] if message["role"] == "assistant"]
    assert made[field] == [
        {"type": "thinking", "index": 0, "text": "I should look.", "signature": "c2ln"},
        {"type": "redacted", "index": 1, "data": "eA"},
    ]
    assert "reasoning" not in made


async def test_a_signature_is_sent_back_with_its_call(configured: Provider, chat: Chat) -> None:
    """By its own field: a proxy may give the model another name."""
    signed = {"extra_content": {"google": {"thought_signature": "c2ln"}}}
    configured.play(calls({**LIST, "extra": signed}), says("None."))
    assert (await chat.ask("List")).reply.content == "None."
    (made,) = [message for message in configured.requests[-1]["messages"] if message["role"] == "assistant"]
    assert made["tool_calls"][0]["extra_content"] == signed["extra_content"]


async def test_tokens_are_recorded_if_the_endpoint_reports_them(endpoint: Provider, chat: Chat) -> None:
    endpoint.play(says("Hello."))
    run = await chat.ask("Hello")
    usage = (await Turn.objects.aget(run=run)).response["usage"]
    assert (usage["input_tokens"], usage["output_tokens"], usage["total_tokens"]) == (11, 7, 18)
    endpoint.play(says("Hello.", usage=False))
    run = await chat.ask("Hello")
    assert "usage" not in (await Turn.objects.aget(run=run)).response


async def test_the_first_piece_may_take_longer_than_the_next_ones(
    endpoint: Provider, chat: Chat, settings: Settings
) -> None:
    settings.AGENT_ENDPOINT = replace(settings.AGENT_ENDPOINT, read_timeout=0.4)
    endpoint.play(says("Loaded.", delay=0.6))
    assert (await chat.ask("Hello")).reply.content == "Loaded."
