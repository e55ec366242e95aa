"""The limit of a conversation's history, in tokens, which are only known after a request."""

from __future__ import annotations

from functools import cache
from typing import Any

from chatbot.domain.runs.model_choice import endpoint_of
from chatbot.models import Run, Turn
from chatbot.tools import CHAT_TOOLS, TOOLS
from streaming.entry import dumps

# Of English text, by the rule of thumb of providers.
CHARACTERS_PER_TOKEN = 4.0
_OFFLINE = 24_000  # characters; the offline assistant has no tokens
_LOOKED_AT, _MEASURED = 50, 3  # of the latest turns, and first turns among them
_LEAST, _MOST = 0.5, 8.0


def history_characters(run: Run) -> int:
    endpoint = endpoint_of(run.model)
    if endpoint is None:
        return _OFFLINE
    return round(endpoint.history_tokens * characters_per_token(endpoint.model))


def characters_per_token(model: str) -> float:
    """From the usage of the latest requests to the model, or else the rule of thumb."""
    latest = Turn.objects.order_by("-pk").values_list("run_id", "index", "model", "input_tokens")[:_LOOKED_AT]
    firsts = {run: tokens for run, index, name, tokens in latest if tokens and index == 0 and name == model}
    chosen = dict(list(firsts.items())[:_MEASURED])
    runs = Run.objects.filter(pk__in=chosen).only("input")
    requests = [(_request_characters(run.input), chosen[run.pk]) for run in runs if run.input]
    tokens = sum(counted for _, counted in requests)
    if not tokens:
        return CHARACTERS_PER_TOKEN
    characters = sum(size for size, _ in requests)
    return min(max(characters / tokens, _LEAST), _MOST)


def characters_in(items: list[Any]) -> int:
    return sum(len(dumps(item)) for item in items)


def _request_characters(given: dict[str, Any]) -> int:
    tools = frozenset(given.get("tools", CHAT_TOOLS))
    of_servers = characters_in(given.get("server_tools", []))
    return len(given["instructions"]) + characters_in(given["items"]) + _tools_characters(tools) + of_servers


@cache
def _tools_characters(names: frozenset[str]) -> int:
    offered = (tool for tool in TOOLS if tool.name in names)
    return sum(len(tool.description) + len(dumps(tool.arguments.model_json_schema())) for tool in offered)
