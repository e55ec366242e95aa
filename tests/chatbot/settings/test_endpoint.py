"""The model endpoint from the environment, and the error message if it is invalid."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from chatbot.model_endpoint import ModelEndpoint
from chatbot.settings.endpoint import read_endpoint
from chatbot.settings.presets import PRESETS
from tests.subtests import as_subtests

LOCAL = {"BASE_URL": "http://localhost:9/v1"}
KEY = "sk-a-very-secret-key"


def endpoint(**given: str) -> ModelEndpoint:
    read = read_endpoint({f"AGENT_{name}": value for name, value in given.items()})
    assert read is not None
    return read


def test_nothing_set_means_the_offline_assistant() -> None:
    assert read_endpoint({}) is None
    assert read_endpoint({"AGENT_BASE_URL": " ", "AGENT_API_KEY": "\n", "AGENT_MODEL": "gpt-5"}) is None


def test_a_key_alone_means_openai() -> None:
    read = endpoint(API_KEY=f" {KEY}\n")
    assert (read.preset, read.base_url, read.model) == ("openai", "https://api.openai.com/v1", "gpt-5-mini")
    assert read.api_key == KEY
    assert (read.system_role, read.max_tokens_parameter) == ("developer", "max_completion_tokens")


@as_subtests("preset", PRESETS)
def test_every_preset_makes_an_endpoint(preset: str) -> None:
    address = {"BASE_URL": "https://name.openai.azure.com/openai/v1"} if preset == "azure" else {}
    read = endpoint(PRESET=preset, API_KEY=KEY, MODEL="some-model", **address)
    assert (read.preset, read.model) == (preset, "some-model")
    assert read.base_url.startswith("http")


@as_subtests(
    ("address", "preset"),
    [
        ("https://api.mistral.ai/v1", "mistral"),
        ("https://api.mistral.ai/v1/", "mistral"),
        ("https://API.DeepSeek.com", "deepseek"),
        ("https://name.openai.azure.com/openai/v1", "azure"),
        ("http://localhost:11434/v1", ""),
        ("https://api.mistral.ai.example.org/v1", ""),
    ],
)
def test_a_hosted_endpoint_is_recognised_by_its_host(address: str, preset: str) -> None:
    assert endpoint(BASE_URL=address, API_KEY=KEY, MODEL="m").preset == preset


def test_a_setting_overrides_the_preset() -> None:
    mistral = endpoint(PRESET="mistral", API_KEY=KEY, MODEL="m")
    assert (mistral.stream_options, mistral.retries) == (False, 2)
    changed = endpoint(PRESET="mistral", API_KEY=KEY, MODEL="m", STREAM_OPTIONS="true", RETRIES="0")
    assert (changed.stream_options, changed.retries) == (True, 0)
    moved = endpoint(PRESET="ollama", BASE_URL="http://gpu.example:11434/v1", MODEL="qwen3")
    assert (moved.base_url, moved.first_byte_timeout) == ("http://gpu.example:11434/v1", 300)


def test_empty_settings_are_not_set() -> None:
    read = endpoint(PRESET="ollama", MODEL="m", TEMPERATURE=" ", REASONING_EFFORT="", BASE_URL="")
    assert (read.temperature, read.reasoning_effort) == (None, None)
    assert read.base_url == "http://localhost:11434/v1"


@as_subtests(
    ("given", "expected"),
    [
        ({"TEMPERATURE": "0"}, {"temperature": 0.0}),
        ({"TEMPERATURE": "0.2"}, {"temperature": 0.2}),
        ({"REASONING_EFFORT": "low"}, {"reasoning_effort": "low"}),
        ({"MAX_TOKENS": "2000"}, {"max_tokens": 2000}),
        ({"PARALLEL_TOOL_CALLS": "no"}, {"parallel_tool_calls": False}),
        ({"STRICT": "off"}, {"strict": False}),
        ({"SYSTEM_ROLE": "developer"}, {"system_role": "developer"}),
        ({"STRUCTURED_OUTPUT": "text"}, {"structured_output": "text"}),
        ({"HEADERS": '{"X-Team": "blue"}'}, {"headers": {"X-Team": "blue"}}),
        ({"QUERY": '{"api-version": "preview", "n": 1}'}, {"query": {"api-version": "preview", "n": "1"}}),
        ({"BODY": '{"provider": {"sort": "price"}}'}, {"body": {"provider": {"sort": "price"}}}),
        ({"TIMEOUT": "2.5", "FIRST_BYTE_TIMEOUT": "90"}, {"read_timeout": 2.5, "first_byte_timeout": 90.0}),
        ({"HISTORY_TOKENS": "20000"}, {"history_tokens": 20_000}),
        ({"KEY_HEADER": "api-key"}, {"key_header": "api-key"}),
    ],
)
def test_each_setting_is_read(given: dict[str, str], expected: dict[str, Any]) -> None:
    read = endpoint(**{"BASE_URL": "http://localhost:9/v1", **given})
    assert {name: getattr(read, name) for name in expected} == expected


@as_subtests("operation", ["", "/", "/chat/completions", "/responses", "/chat/completions/"])
def test_the_address_of_a_request_is_shortened_to_its_endpoint(operation: str) -> None:
    assert endpoint(BASE_URL=f"http://localhost:9/v1{operation}").base_url == "http://localhost:9/v1"


def test_azure_deployments_get_a_version_and_its_v1_api_gets_none() -> None:
    deployment = "https://name.openai.azure.com/openai/deployments/mini"
    assert endpoint(BASE_URL=deployment, API_KEY=KEY, MODEL="mini").query == {"api-version": "2024-10-21"}
    pasted = endpoint(BASE_URL=f"{deployment}/chat/completions?api-version=x", API_KEY=KEY, MODEL="mini")
    assert (pasted.base_url, pasted.query) == (deployment, {"api-version": "x"})
    newer = endpoint(
        BASE_URL="https://name.openai.azure.com/openai/v1", API_KEY=KEY, MODEL="mini", QUERY='{"x": "y"}'
    )
    assert newer.query == {"x": "y"}


def test_secrets_are_not_in_its_repr() -> None:
    read = endpoint(API_KEY=KEY, HEADERS=json.dumps({"X-Auth": KEY}), QUERY=json.dumps({"key": KEY}))
    assert KEY not in repr(read)


@as_subtests(
    ("given", "says"),
    [
        ({"PRESET": "chatgpt"}, "AGENT_PRESET must be openai, azure, ollama,"),
        ({"PRESET": "azure", "API_KEY": KEY, "MODEL": "m"}, "AGENT_PRESET=azure needs AGENT_BASE_URL"),
        ({"PRESET": "ollama"}, "AGENT_MODEL must name a model of your endpoint (ollama)."),
        ({"PRESET": "groq", "MODEL": "m"}, "AGENT_API_KEY is missing: groq requires a key."),
        ({"BASE_URL": "https://api.openai.com/v1"}, "AGENT_API_KEY is missing: openai requires a key"),
        ({"BASE_URL": "localhost:11434/v1"}, "AGENT_BASE_URL must begin with http:// or https://"),
        ({"BASE_URL": "ftp://localhost/v1"}, "AGENT_BASE_URL must begin with http:// or https://"),
        ({"BASE_URL": "http:///v1"}, "AGENT_BASE_URL must begin with http:// or https:// and a host"),
        ({"BASE_URL": "http://[::1/v1"}, "AGENT_BASE_URL is not a web address"),
        ({"BASE_URL": "http://localhost:99999/v1"}, "AGENT_BASE_URL is not a web address"),
        ({"BASE_URL": '"http://localhost/v1"'}, "AGENT_BASE_URL contains a quotation mark"),
        ({"BASE_URL": "“http://localhost/v1”"}, "AGENT_BASE_URL contains a quotation mark"),
        ({"BASE_URL": "http://local host/v1"}, "AGENT_BASE_URL contains a space"),
        ({"BASE_URL": "http://localhost\n/v1"}, "AGENT_BASE_URL contains a space, a line break"),
        ({"BASE_URL": "http://localhost\u200b/v1"}, "AGENT_BASE_URL contains a space, a line break"),
        ({"BASE_URL": f"https://me:{KEY}@localhost/v1"}, "AGENT_BASE_URL must not contain a password"),
        ({"API_KEY": f"‘{KEY}’"}, "AGENT_API_KEY contains a quotation mark"),
        ({"API_KEY": f'"{KEY}"'}, "AGENT_API_KEY contains a quotation mark"),
        ({"API_KEY": f"Bearer {KEY}"}, "AGENT_API_KEY contains a space"),
        ({"API_KEY": f"{KEY}\n{KEY}"}, "AGENT_API_KEY contains a space"),
        ({"API_KEY": f"{KEY}…"}, "AGENT_API_KEY contains a letter that is not ASCII"),
        ({"API_KEY": f"{KEY}é"}, "AGENT_API_KEY contains a letter that is not ASCII"),
        ({**LOCAL, "MODEL": "'gpt-5'"}, "AGENT_MODEL contains a quotation mark"),
        ({**LOCAL, "MODEL": "gpt 5"}, "AGENT_MODEL contains a space"),
        ({**LOCAL, "API": "grpc"}, "AGENT_API must be chat or responses, not 'grpc'."),
        ({**LOCAL, "TEMPERATURE": "warm"}, "AGENT_TEMPERATURE must be a number, not 'warm'."),
        ({**LOCAL, "TEMPERATURE": "-1"}, "AGENT_TEMPERATURE must be a number from 0 on"),
        ({**LOCAL, "TEMPERATURE": "nan"}, "AGENT_TEMPERATURE must be a number from 0 on"),
        ({**LOCAL, "TIMEOUT": "inf"}, "AGENT_TIMEOUT must be a number from 0.1 on"),
        ({**LOCAL, "TIMEOUT": "0"}, "AGENT_TIMEOUT must be a number from 0.1 on"),
        ({**LOCAL, "FIRST_BYTE_TIMEOUT": "-3"}, "AGENT_FIRST_BYTE_TIMEOUT must be a number from 0.1 on"),
        ({**LOCAL, "RETRIES": "-1"}, "AGENT_RETRIES must be a whole number from 0 on"),
        ({**LOCAL, "MAX_TOKENS": "0"}, "AGENT_MAX_TOKENS must be a whole number from 1 on"),
        ({**LOCAL, "HISTORY_TOKENS": "1.5"}, "AGENT_HISTORY_TOKENS must be a whole number"),
        ({**LOCAL, "REASONING_EFFORT": "hard"}, "AGENT_REASONING_EFFORT must be none, minimal,"),
        ({**LOCAL, "STRUCTURED_OUTPUT": "xml"}, "AGENT_STRUCTURED_OUTPUT must be json_schema, function or"),
        ({**LOCAL, "STRICT": "maybe"}, "AGENT_STRICT must be true or false"),
        ({**LOCAL, "HEADERS": "X-Team: blue"}, "AGENT_HEADERS must be a JSON object"),
        ({**LOCAL, "HEADERS": '["X-Team"]'}, "AGENT_HEADERS must be a JSON object"),
        (
            {**LOCAL, "HEADERS": '{"X Team": "blue"}'},
            "AGENT_HEADERS: 'X Team' cannot be the name",
        ),
        ({**LOCAL, "HEADERS": f'{{"X-Key": "{KEY}\\n"}}'}, "AGENT_HEADERS: the value of 'X-Key' must be one"),
        ({**LOCAL, "HEADERS": f'{{"X-Key": "{KEY}“"}}'}, "AGENT_HEADERS: the value of 'X-Key' must be one"),
        ({**LOCAL, "HEADERS": '{"X-Key": 1}'}, "AGENT_HEADERS: the value of 'X-Key' must be one line"),
        ({**LOCAL, "QUERY": '{"api-version": null}'}, "AGENT_QUERY: the value of 'api-version' must be text"),
        ({**LOCAL, "BODY": '{"top_p": NaN}'}, "AGENT_BODY must be a JSON object"),
        ({**LOCAL, "BODY": "{'top_p': 1}"}, "AGENT_BODY must be a JSON object"),
    ],
)
def test_invalid_settings_are_refused_with_a_sentence(given: dict[str, str], says: str) -> None:
    named = {f"AGENT_{name}": value for name, value in given.items()}
    with pytest.raises(ImproperlyConfigured, match=re.escape(says)) as raised:
        read_endpoint(named)
    assert KEY not in str(raised.value)
    assert "\n" not in str(raised.value)
