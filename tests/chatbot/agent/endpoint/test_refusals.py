"""Errors of an endpoint: a sentence for people, and details without keys in the operator's log."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from chatbot.agent.endpoint.refusals import kind_of
from chatbot.agent.failures import SENTENCES
from chatbot.models import Run
from tests.chatbot.agent.chat import Chat
from tests.provider.script import Provider, call, calls, says
from tests.subtests import as_subtests

LIST = call("list_tasks", status="all", due=None, tag=None, priority=None)
# In the words of the providers.
SAID = {
    "context_overflow": [
        (400, "context_length_exceeded This model's maximum context length is 128000 tokens."),
        (400, "invalid_request_error prompt is too long: 213000 tokens > 200000 maximum"),
        (400, "exceed_context_size_error the request exceeds the available context size"),
        (413, "Request Entity Too Large"),
        (422, "Input validation error: inputs tokens + max_new_tokens must be <= 4096. Reduce the length."),
    ],
    "content_filter": [
        (400, "content_filter The response was filtered due to Azure OpenAI's content management policy."),
        (400, "ResponsibleAIPolicyViolation Your request was rejected"),
        (403, "Your input was flagged by moderation"),
    ],
    "no_tools": [
        (400, "registry.ollama.ai/library/gemma3:1b does not support tools"),
        (404, "No endpoints found that support tool use."),
        (400, '"auto" tool choice requires --enable-auto-tool-choice and --tool-call-parser to be set'),
        (400, "Function calling is not enabled for this model"),
    ],
    "unknown_model": [
        (404, "model_not_found The model `gpt-9` does not exist or you do not have access to it."),
        (404, 'model "llama9" not found, try pulling it first'),
        (400, "Model Not Exist"),
        (400, "deepseek/x is not a valid model ID"),
    ],
    "wrong_address": [(404, "404 page not found"), (404, "Not Found"), (405, "Method Not Allowed")],
    "no_credit": [
        (402, "Insufficient Balance"),
        (
            429,
            "insufficient_quota You exceeded your current quota, please check your plan and billing details.",
        ),
        (402, "This request requires more credits, or fewer max_tokens."),
    ],
    "wrong_country": [
        (403, "unsupported_country_region_territory Country, region, or territory not supported"),
        (400, "FAILED_PRECONDITION User location is not supported for the API use."),
    ],
    "unauthorized": [(401, "Incorrect API key provided"), (403, "Forbidden")],
    "rate_limited": [(429, "Rate limit reached, too many tokens per minute")],
    "refused": [(400, "Invalid 'messages[1].name'"), (422, "Unprocessable")],
    "provider_error": [
        (500, "Internal error"),
        (503, "The model is not available right now"),
        (529, "Overloaded"),
    ],
}


@as_subtests(("kind", "status", "said"), [(k, *one) for k, all_ in SAID.items() for one in all_])
def test_refusals_are_distinguished(kind: str, status: int, said: str) -> None:
    assert kind_of(status, said) == kind
    assert SENTENCES[kind].endswith(".")


async def test_the_log_has_the_error_of_the_endpoint_without_keys(
    endpoint: Provider, chat: Chat, caplog: pytest.LogCaptureFixture
) -> None:
    error = {
        "message": "Incorrect key: sk-secret, Bearer abc.def, AIzaSyD-1234567890",
        "code": "invalid_api_key",
        "param": "key",
    }
    endpoint.play({"status": 401, "body": {"error": error}})
    run = await chat.ask("Hello")
    assert run.error_code == "unauthorized"
    line = next(one for one in caplog.messages if "failed" in one)
    assert "status 401, code invalid_api_key, parameter key: Incorrect key" in line
    assert not [key for key in ("sk-secret", "abc.def", "AIzaSy") if key in caplog.text]
    assert "Incorrect key" not in run.error


async def test_a_request_without_credit_is_not_retried(endpoint: Provider, chat: Chat) -> None:
    error = {"message": "You exceeded your current quota", "code": "insufficient_quota"}
    endpoint.play({"status": 429, "body": {"error": error}})
    assert (await chat.ask("Hello")).error_code == "no_credit"
    assert len(endpoint.requests) == 1


async def test_an_error_in_the_middle_of_the_answer_is_distinguished(
    configured: Provider, chat: Chat
) -> None:
    error = {"error": {"message": "maximum context length is 4096 tokens", "code": 400}}
    answer = {"raw": [f"data: {json.dumps(error)}\n\n"]}
    configured.play(answer, answer)  # it is sent once more with half of the request
    assert (await chat.ask("Hello")).error_code == "context_overflow"


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("http://no-such-host.invalid/v1", "no_such_host"),
        ("ftp://127.0.0.1/v1", "wrong_address"),
        ("https://{host}/v1", "untrusted"),
    ],
)
async def test_a_wrong_address_is_reported_as_such(
    address: str, code: str, configured: Provider, chat: Chat, settings: Settings
) -> None:
    host = configured.base_url.split("/")[2]
    given = replace(settings.AGENT_ENDPOINT, base_url=address.format(host=host), retries=0)
    settings.AGENT_ENDPOINT = given
    assert (await chat.ask("Hello")).error_code == code


REFUSED_PARTS: dict[str, tuple[str, dict[str, str], str]] = {
    "include": ("responses", {}, "Encrypted content is not supported with this model."),
    "stream_options": ("chat", {}, "Extra inputs are not permitted: stream_options"),
    "parallel_tool_calls": (
        "chat",
        {"AGENT_PARALLEL_TOOL_CALLS": "true"},
        "Unknown parameter: 'parallel_tool_calls'",
    ),
}


@pytest.mark.parametrize("part", REFUSED_PARTS)
async def test_refused_parameters_are_left_out(
    part: str, configured: Provider, chat: Chat, settings: Settings
) -> None:
    api, given, message = REFUSED_PARTS[part]
    settings.AGENT_ENDPOINT = configured.endpoint(AGENT_API=api, **given)
    refusal: dict[str, Any] = {"status": 400, "body": {"error": {"message": message}}}
    configured.play(refusal, calls(LIST), says("None."), says("Still none."))
    assert (await chat.ask("List")).reply.content == "None."
    assert (await chat.ask("List")).reply.content == "Still none."
    assert [part in request for request in configured.requests] == [True, False, False, False]


async def test_strict_and_reasoning_are_left_out_at_their_positions(configured: Provider, chat: Chat) -> None:
    thinking = {"reasoning_content": ["Hm."]}
    strict = {"status": 422, "body": {"error": {"message": "tools.0.function.strict: not permitted"}}}
    reasoning = {"status": 400, "body": {"error": {"message": "property 'reasoning_content' is unsupported"}}}
    configured.play(strict, calls(LIST, thinking=thinking), reasoning, says("None."))
    run = await chat.ask("List")
    assert (run.status, run.reply.content) == (Run.Status.SUCCEEDED, "None.")
    first, second, third, fourth = map(json.dumps, configured.requests)
    assert '"strict"' in first
    assert '"strict"' not in second
    assert "reasoning_content" in third
    assert "reasoning_content" not in fourth
