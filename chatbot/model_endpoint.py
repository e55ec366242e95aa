"""The configuration of a model: its endpoint, and how requests are written for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

Effort = Literal["none", "minimal", "low", "medium", "high", "xhigh", "max"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelEndpoint:
    """Made from the environment by `chatbot.settings.endpoint`; `docs/models.md` describes each field.

    Times are in seconds. `None` leaves a parameter out of the request, so that the endpoint's default holds.
    """

    label: str  # for people
    preset: str
    model: str
    base_url: str
    api_key: str = field(repr=False)
    key_header: str  # the header that carries the key, where it is not `Authorization: Bearer`
    api: Literal["chat", "responses"]
    temperature: float | None
    reasoning_effort: Effort | None
    max_tokens: int | None
    max_tokens_parameter: Literal["max_tokens", "max_completion_tokens"]  # of chat completions
    system_role: Literal["system", "developer"]  # of chat completions
    structured_output: Literal["json_schema", "function", "text"]
    strict: bool
    stream_options: bool
    tool_message_name: bool  # of chat completions
    parallel_tool_calls: bool | None
    headers: Mapping[str, str] = field(repr=False)
    query: Mapping[str, str] = field(repr=False)
    body: Mapping[str, Any] = field(repr=False)
    first_byte_timeout: float
    read_timeout: float
    retries: int
    history_tokens: int


@dataclass(frozen=True, slots=True)
class ModelPrice:
    """Per million tokens; `cached` is for input tokens from the provider's cache."""

    input: Decimal
    cached: Decimal
    output: Decimal
