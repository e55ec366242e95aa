"""What this process has learned about an endpoint: refused parameters, and how its answers start."""

from __future__ import annotations

import re
from typing import Any

from chatbot.model_endpoint import ModelEndpoint

from .faults import Fault
from .request import Request
from .structured_output import MODES, Mode

# Parts of a request that can be left out, and the words with which endpoints refuse them.
_PARTS = {
    "include": r"\binclude|encrypted",
    "stream_options": r"stream_options",
    "store": r"\bstore\b",
    "parallel_tool_calls": r"parallel_tool_calls",
    "tool_choice": r"tool_choice",
    "strict": r"\bstrict\b|additional_?properties",
    "reasoning": r"reasoning|thinking_blocks",
}
_REASONING = {"reasoning", "reasoning_content", "reasoning_details", "thinking_blocks"}
_KINDS = {"refused", "provider_error", "wrong_address", "no_tools"}
_PASSING_ERROR = 500
_STATUSES = {400, 404, 415, 422, 500, 501}

# Of this process, by address and model; the first request of each kind finds out.
_refused: dict[tuple[str, str], frozenset[str]] = {}
_begin_thinking: set[tuple[str, str]] = set()


def refused_parts(endpoint: ModelEndpoint) -> frozenset[str]:
    return _refused.get((endpoint.base_url, endpoint.model), frozenset())


def begins_thinking(endpoint: ModelEndpoint) -> bool:
    """Whether its answers begin within a block of thinking, whose opening tag is in its template."""
    return (endpoint.base_url, endpoint.model) in _begin_thinking


def learn_thinking(endpoint: ModelEndpoint, *, begins: bool) -> None:
    (_begin_thinking.add if begins else _begin_thinking.discard)((endpoint.base_url, endpoint.model))


def structured_output(endpoint: ModelEndpoint) -> Mode:
    """How JSON is asked for: as configured, or the next way that was not refused."""
    refused = refused_parts(endpoint)
    ways = MODES[MODES.index(endpoint.structured_output) :]
    return next((way for way in ways if way not in refused), "text")


def is_strict(endpoint: ModelEndpoint) -> bool:
    """Whether tools have strict schemas: as configured, unless they were refused."""
    return endpoint.strict and "strict" not in refused_parts(endpoint)


def learn(endpoint: ModelEndpoint, request: Request, body: dict[str, Any], fault: Fault) -> bool:
    """Remember why a request was refused; false if there is no other way to send it."""
    if fault.kind not in _KINDS or fault.status not in _STATUSES:
        return False
    refused = refused_parts(endpoint)
    found = {
        part for part, words in _PARTS.items() if _has(body, part) and re.search(words, fault.detail.lower())
    }
    way = structured_output(endpoint)
    # A temporary error says nothing about the schema.
    if not found and request.output is not None and way != "text" and fault.status != _PASSING_ERROR:
        found = {way}
    _refused[endpoint.base_url, endpoint.model] = refused | found
    return not found <= refused


def without_refused(endpoint: ModelEndpoint, body: dict[str, Any]) -> dict[str, Any]:
    refused = refused_parts(endpoint)
    if not refused:
        return body
    left = {name: value for name, value in body.items() if name not in refused}
    if "reasoning" in refused and "messages" in left:
        left["messages"] = [
            {name: value for name, value in message.items() if name not in _REASONING}
            for message in left["messages"]
        ]
    return left


def _has(body: dict[str, Any], part: str) -> bool:
    match part:
        case "strict":
            return "strict" in str(body.get("tools", ""))
        case "reasoning":
            return any(_REASONING & message.keys() for message in body.get("messages", ()))
        case _:
            return part in body
