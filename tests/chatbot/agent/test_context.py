"""The size of the history that a model is sent, requests that are too long, and busy models."""

from __future__ import annotations

from typing import Any

import pytest
from asgiref.sync import sync_to_async
from pytest_django.fixtures import Settings

from chatbot.agent.history_size import CHARACTERS_PER_TOKEN, characters_per_token
from chatbot.agent.shortening import shortened
from chatbot.domain.history.timeline import timeline_of
from chatbot.models import Run, Turn
from tests.chatbot.agent.chat import Chat
from tests.provider.script import Provider, call, calls, refuses, says

LIST = call("list_tasks", status="all", due=None, tag=None, priority=None)


def texts_in(request: dict[str, Any]) -> list[str]:
    """The messages, without the instructions."""
    items = request.get("messages") or request["input"]
    said = (item["content"] for item in items if item.get("role") in {"user", "assistant"})
    return [text for text in said if isinstance(text, str)]


async def test_the_history_is_bounded_in_tokens(provider: Provider, chat: Chat, settings: Settings) -> None:
    settings.AGENT_ENDPOINT = provider.endpoint(AGENT_HISTORY_TOKENS="100")
    provider.play(*[says("ok", usage=False)] * 4)
    run = await chat.ask("a" * 150)
    for letter in "bcd":
        await chat.ask(letter * 150, run.conversation_id)
    said = texts_in(provider.requests[-1])
    assert [text[0] for text in said] == ["c", "o", "d"]


async def test_the_limit_follows_the_usage_of_the_endpoint(configured: Provider, chat: Chat) -> None:
    measure = sync_to_async(characters_per_token)
    configured.play(says("ok"), says("ok", usage=False))
    assert await measure(configured.model) == CHARACTERS_PER_TOKEN
    run = await chat.ask("Hi")
    most = await measure(configured.model)  # 11 tokens for all of the tools: this is its lower limit
    await Turn.objects.filter(run=run).aupdate(input_tokens=6_000)
    measured = await measure(configured.model)
    await Turn.objects.filter(run=run).aupdate(input_tokens=12_000)
    assert await measure(configured.model) == pytest.approx(measured / 2)
    assert most > measured
    await chat.ask("And?", run.conversation_id)  # without usage, it changes nothing
    assert await measure(configured.model) == pytest.approx(measured / 2)
    assert await measure("another-model") == CHARACTERS_PER_TOKEN


def test_a_request_is_shortened_from_its_oldest_message_on() -> None:
    made, output = (
        {"type": "function_call", "call_id": "c"},
        {"type": "function_call_output", "output": "x" * 900},
    )
    old = [{"role": "user", "content": "one"}, made, output, {"role": "assistant", "content": "1"}]
    new = [{"role": "user", "content": "two"}, {"role": "assistant", "content": "2"}]
    asked = [{"role": "user", "content": "three"}, made, output]
    items = [*old, *new, *asked]
    assert shortened(items, 6, 100_000) == items
    assert shortened(items, 6, 1_500) == [*new, *asked]
    least = shortened(items, 6, 10)
    assert least[:2] == asked[:2]
    assert 500 < len(least[2]["output"]) < 600


async def test_waiting_for_a_busy_model_is_shown(endpoint: Provider, chat: Chat) -> None:
    busy = {"status": 429, "headers": {"retry-after": "1"}}
    endpoint.play(calls(LIST), busy, says("There you are."))
    run = await chat.ask("List")
    thinking = [data for kind, data in await chat.published(run) if kind == "agent_thinking"]
    assert [(data["result"]["turn"], data["message"]) for data in thinking] == [
        (1, "Processing your request..."),
        (2, "Processing your request..."),
        (2, "The model is busy; trying again in 1 s"),
    ]
    spans = (await sync_to_async(timeline_of)(run)).attempts[0].spans
    assert [span.number for span in spans if span.kind == "turn"] == [1, 2]


async def test_a_wait_beyond_the_limit_of_the_run_is_not_started(
    configured: Provider, chat: Chat, settings: Settings
) -> None:
    settings.RUN_TIMEOUT = 30
    configured.play({"status": 429, "headers": {"retry-after": "20"}}, says("Too late."))
    run = await chat.ask("Hi")
    assert (run.status, run.error_code) == (Run.Status.FAILED, "rate_limited")


def too_long() -> dict[str, Any]:
    return refuses(400, "This model's maximum context length is 8192 tokens. Please reduce the length.")


async def test_a_request_that_is_too_long_is_retried_with_half(endpoint: Provider, chat: Chat) -> None:
    endpoint.play(says("a" * 4_000), says("b" * 500), too_long(), calls(LIST), says("There you are."))
    run = await chat.ask("One")
    await chat.ask("Two", run.conversation_id)
    run = await chat.ask("Three", run.conversation_id)
    assert (run.status, run.reply.content) == (Run.Status.SUCCEEDED, "There you are.")
    whole, half, following = (texts_in(request) for request in endpoint.requests[2:])
    assert [text[0] for text in whole] == ["O", "a", "T", "b", "T"]
    assert [text[0] for text in half] == [text[0] for text in following] == ["T", "b", "T"]


async def test_a_request_that_is_too_long_even_then_fails_with_a_sentence(
    endpoint: Provider, chat: Chat
) -> None:
    endpoint.play(too_long(), too_long(), says("Never."))
    run = await chat.ask("One")
    assert (run.status, run.error_code) == (Run.Status.FAILED, "context_overflow")
    assert "too long" in run.error
    assert len(endpoint.requests) == 2
