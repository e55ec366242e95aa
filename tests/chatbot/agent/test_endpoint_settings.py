"""The requests of a run to its endpoint, by the settings of that endpoint."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from chatbot.models import Run
from tests.chatbot.agent.chat import Chat
from tests.provider.script import Provider, call, calls, says

ADD = call("add_task", title="Milk", description=None, priority=None, due_at=None, tags=None)


async def request_of(chat: Chat, provider: Provider, settings: Settings, **given: str) -> dict[str, Any]:
    settings.AGENT_ENDPOINT = provider.endpoint(**given)
    provider.play(says("Hello."))
    assert (await chat.ask("Hi")).status == Run.Status.SUCCEEDED
    (request,) = provider.requests
    return request


def strict_keys(request: dict[str, Any]) -> set[Any]:
    return {{**tool, **tool.get("function", {})}.get("strict") for tool in request["tools"]}


async def test_unknown_endpoints_are_sent_no_optional_parameters(
    chat: Chat, provider: Provider, settings: Settings
) -> None:
    request = await request_of(chat, provider, settings)
    assert request.keys() == {"model", "messages", "tools", "stream", "stream_options"}
    assert request["messages"][0]["role"] == "system"
    (received,) = provider.received
    assert (received["path"], received["query"]) == ("/v1/chat/completions", {})
    assert received["headers"]["authorization"] == "Bearer sk-secret"


@pytest.mark.parametrize("api", ["chat", "responses"])
async def test_configured_parameters_are_sent(
    api: str, chat: Chat, provider: Provider, settings: Settings
) -> None:
    request = await request_of(
        chat,
        provider,
        settings,
        AGENT_API=api,
        AGENT_TEMPERATURE="0.3",
        AGENT_REASONING_EFFORT="low",
        AGENT_MAX_TOKENS="500",
        AGENT_PARALLEL_TOOL_CALLS="false",
        AGENT_BODY='{"provider": {"sort": "price"}}',
        AGENT_QUERY='{"api-version": "preview"}',
        AGENT_HEADERS='{"X-Team": "blue"}',
        AGENT_KEY_HEADER="api-key",
    )
    assert request["temperature"] == 0.3
    effort = request["reasoning_effort"] if api == "chat" else request["reasoning"]["effort"]
    assert effort == "low"
    assert request["max_tokens" if api == "chat" else "max_output_tokens"] == 500
    assert request["parallel_tool_calls"] is False
    assert request["provider"] == {"sort": "price"}
    (received,) = provider.received
    assert received["query"] == {"api-version": "preview"}
    assert received["headers"]["x-team"] == "blue"
    assert received["headers"]["api-key"] == "sk-secret"
    assert "authorization" not in received["headers"]


async def test_the_tokens_of_an_answer_are_bounded_by_the_name_that_the_endpoint_knows(
    chat: Chat, provider: Provider, settings: Settings
) -> None:
    given = {"AGENT_MAX_TOKENS": "500", "AGENT_MAX_TOKENS_PARAMETER": "max_completion_tokens"}
    request = await request_of(chat, provider, settings, **given)
    assert request["max_completion_tokens"] == 500
    assert "max_tokens" not in request


async def test_openai_is_requested_to_store_nothing(
    chat: Chat, provider: Provider, settings: Settings
) -> None:
    request = await request_of(chat, provider, settings, AGENT_PRESET="openai")
    assert request["store"] is False
    assert request["messages"][0]["role"] == "developer"
    assert strict_keys(request) == {True}


async def test_mistral_is_not_sent_what_it_refuses(
    chat: Chat, provider: Provider, settings: Settings
) -> None:
    settings.AGENT_ENDPOINT = provider.endpoint(AGENT_PRESET="mistral")
    provider.play(calls(ADD), says("Added."))
    assert (await chat.ask("Add milk")).status == Run.Status.SUCCEEDED
    for request in provider.requests:
        assert not request.keys() & {"stream_options", "store", "max_completion_tokens"}


async def test_a_deployment_of_azure_is_requested_at_its_path(
    chat: Chat, provider: Provider, settings: Settings
) -> None:
    address = provider.base_url.replace("/v1", "/openai/deployments/mini/chat/completions")
    await request_of(chat, provider, settings, AGENT_PRESET="azure", AGENT_BASE_URL=address)
    (received,) = provider.received
    assert received["path"] == "/openai/deployments/mini/chat/completions"
    assert received["query"] == {"api-version": "2024-10-21"}
    assert received["headers"]["api-key"] == "sk-secret"


async def test_a_busy_endpoint_is_retried_as_often_as_configured(
    chat: Chat, provider: Provider, settings: Settings
) -> None:
    settings.AGENT_ENDPOINT = provider.endpoint(AGENT_RETRIES="0")
    provider.play({"status": 503, "headers": {"retry-after-ms": "1"}}, says("Hello."))
    assert (await chat.ask("Hi")).status == Run.Status.FAILED
    assert len(provider.requests) == 1


def schemas(request: dict[str, Any]) -> dict[str, Any]:
    offered = ({**tool, **tool.get("function", {})} for tool in request["tools"])
    return {tool["name"]: tool["parameters"] for tool in offered}


@pytest.mark.parametrize("api", ["chat", "responses"])
async def test_strict_schemas_have_every_key_required(
    api: str, chat: Chat, provider: Provider, settings: Settings
) -> None:
    request = await request_of(chat, provider, settings, AGENT_API=api)
    assert strict_keys(request) == {True}
    for schema in schemas(request).values():
        assert schema["additionalProperties"] is False
        assert set(schema["required"]) == schema["properties"].keys()


@pytest.mark.parametrize("api", ["chat", "responses"])
async def test_other_schemas_let_optional_keys_be_left_out(
    api: str, chat: Chat, provider: Provider, settings: Settings
) -> None:
    settings.AGENT_ENDPOINT = provider.endpoint(AGENT_API=api, AGENT_STRICT="false")
    provider.play(
        calls(call("add_task", title="Milk"), call("add_tasks", "call_1", tasks=[{"title": "Eggs"}])),
        calls(call("complete_task", "call_2", number=1)),
        says("Done."),
    )
    run = await chat.ask("Add milk and eggs, and milk is done")
    assert {made.status for made in await chat.tool_calls(run)} == {"done"}
    request = provider.requests[0]
    assert strict_keys(request) == {None}
    offered = schemas(request)
    required = {name: schema.get("required", []) for name, schema in offered.items()}
    assert required["add_task"] == ["title"]
    assert required["list_tasks"] == []
    assert required["update_task"] == required["complete_task"] == ["number"]
    assert required["add_tasks"] == ["tasks"]
    assert offered["add_tasks"]["$defs"]["NewTask"]["required"] == ["title"]
    assert offered["add_task"]["properties"]["tags"]["items"] == {"type": "string"}
    for word in ('"additionalProperties"', '{"type": "null"}'):
        assert word not in json.dumps(offered)


async def test_schemas_are_no_longer_strict_once_that_was_refused(
    chat: Chat, provider: Provider, settings: Settings
) -> None:
    settings.AGENT_ENDPOINT = provider.endpoint()
    unknown = "Invalid JSON payload received. Unknown name \"additionalProperties\" at 'tools[0]'"
    provider.play({"status": 400, "body": {"error": {"message": unknown}}}, says("Hello."))
    assert (await chat.ask("Hi")).status == Run.Status.SUCCEEDED
    refused, taken = provider.requests
    assert "additionalProperties" in schemas(refused)["add_task"]
    assert "additionalProperties" not in json.dumps(taken)


@pytest.mark.parametrize(
    ("preset", "names"), [("openai", [None] * 2), ("gemini", ["add_task", "list_tasks"])]
)
async def test_outputs_name_their_tools_if_the_endpoint_needs_it(
    preset: str, names: list[str | None], chat: Chat, provider: Provider, settings: Settings
) -> None:
    settings.AGENT_ENDPOINT = provider.endpoint(AGENT_PRESET=preset)
    provider.play(calls(ADD, call("list_tasks", "call_1")), says("Done."))
    run = await chat.ask("Add milk and list")
    first_requests = provider.requests
    provider.play(says("Hello."))
    await chat.ask("Hi", run.conversation_id)
    for request in (first_requests[-1], *provider.requests):
        outputs = [message for message in request["messages"] if message["role"] == "tool"]
        assert [message.get("name") for message in outputs] == names
