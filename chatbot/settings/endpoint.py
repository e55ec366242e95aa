"""Read a model endpoint from the environment: a preset, and settings that override it."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Mapping
from typing import get_args

from django.core.exceptions import ImproperlyConfigured

from chatbot.model_endpoint import Effort, ModelEndpoint

from .environment import env_bool, env_choice, env_float, env_int, env_json_object
from .presets import AZURE_API_VERSION, COMPATIBLE, HOSTED, PRESETS, preset_of
from .single_values import check_headers, check_query, parse_address, require_single_word

_EFFORTS: tuple[Effort, ...] = get_args(Effort)

# The settings of one model.
SETTINGS = COMPATIBLE.keys() | {
    f"AGENT_{name}"
    for name in (
        *("LABEL", "PRESET", "BASE_URL", "API_KEY", "KEY_HEADER", "HEADERS", "QUERY", "BODY"),
        *("TEMPERATURE", "REASONING_EFFORT", "MAX_TOKENS", "PARALLEL_TOOL_CALLS"),
    )
}


def read_endpoint(environment: Mapping[str, str]) -> ModelEndpoint | None:
    """`None` without address, key and preset: the offline assistant answers then.

    Raises `ImproperlyConfigured` with a sentence that names the setting and never shows a key.
    """
    given = {
        name: value.strip()
        for name, value in environment.items()
        if name.startswith("AGENT_") and value.strip()
    }
    if not given.keys() & {"AGENT_BASE_URL", "AGENT_API_KEY", "AGENT_PRESET"}:
        return None
    preset = _preset(given)
    values = ChainMap(given, dict(PRESETS.get(preset, {})), COMPATIBLE)
    if "AGENT_BASE_URL" not in values:
        raise ImproperlyConfigured(f"AGENT_PRESET={preset} needs AGENT_BASE_URL, too.")
    base_url, query = parse_address("AGENT_BASE_URL", values["AGENT_BASE_URL"])
    if preset == "azure" and "/deployments/" in base_url:
        query = {"api-version": AZURE_API_VERSION, **query}
    headers = check_headers("AGENT_HEADERS", env_json_object("AGENT_HEADERS", values))

    def optional[T](name: str, value: T) -> T | None:
        return value if values.get(name) else None

    return ModelEndpoint(
        label=values.get("AGENT_LABEL", "") or values["AGENT_MODEL"],
        preset=preset,
        model=_model(values["AGENT_MODEL"], preset),
        base_url=base_url,
        api_key=_api_key(values.get("AGENT_API_KEY", ""), preset, has_headers=bool(headers)),
        key_header=require_single_word("AGENT_KEY_HEADER", values.get("AGENT_KEY_HEADER", "")),
        api=env_choice("AGENT_API", ("chat", "responses"), values),
        temperature=optional("AGENT_TEMPERATURE", env_float("AGENT_TEMPERATURE", 0, source=values)),
        reasoning_effort=optional(
            "AGENT_REASONING_EFFORT", env_choice("AGENT_REASONING_EFFORT", _EFFORTS, values)
        ),
        max_tokens=optional("AGENT_MAX_TOKENS", env_int("AGENT_MAX_TOKENS", 1, minimum=1, source=values)),
        max_tokens_parameter=env_choice(
            "AGENT_MAX_TOKENS_PARAMETER", ("max_tokens", "max_completion_tokens"), values
        ),
        system_role=env_choice("AGENT_SYSTEM_ROLE", ("system", "developer"), values),
        structured_output=env_choice("AGENT_STRUCTURED_OUTPUT", ("json_schema", "function", "text"), values),
        strict=env_bool("AGENT_STRICT", True, values),
        stream_options=env_bool("AGENT_STREAM_OPTIONS", True, values),
        tool_message_name=env_bool("AGENT_TOOL_MESSAGE_NAME", False, values),
        parallel_tool_calls=optional(
            "AGENT_PARALLEL_TOOL_CALLS", env_bool("AGENT_PARALLEL_TOOL_CALLS", True, values)
        ),
        headers=headers,
        query=query | check_query("AGENT_QUERY", env_json_object("AGENT_QUERY", values)),
        body=env_json_object("AGENT_BODY", values),
        first_byte_timeout=env_float("AGENT_FIRST_BYTE_TIMEOUT", 120, minimum=0.1, source=values),
        read_timeout=env_float("AGENT_TIMEOUT", 60, minimum=0.1, source=values),
        retries=env_int("AGENT_RETRIES", 2, minimum=0, source=values),
        history_tokens=env_int("AGENT_HISTORY_TOKENS", 6_000, minimum=100, source=values),
    )


def _preset(given: Mapping[str, str]) -> str:
    """The preset that is named, or that belongs to the address; empty for an unknown endpoint."""
    if "AGENT_PRESET" in given:
        return env_choice("AGENT_PRESET", tuple(PRESETS), given)
    if "AGENT_BASE_URL" not in given:
        return "openai"
    base_url, _ = parse_address("AGENT_BASE_URL", given["AGENT_BASE_URL"])
    return preset_of(base_url)


def _model(name: str, preset: str) -> str:
    if not name:
        raise ImproperlyConfigured(f"AGENT_MODEL must name a model of your endpoint ({preset}).")
    return require_single_word("AGENT_MODEL", name)


def _api_key(key: str, preset: str, *, has_headers: bool) -> str:
    if not key and preset in HOSTED and not has_headers:
        raise ImproperlyConfigured(f"AGENT_API_KEY is missing: {preset} requires a key.")
    return require_single_word("AGENT_API_KEY", key, is_secret=True)
