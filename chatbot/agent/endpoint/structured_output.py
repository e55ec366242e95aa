"""JSON as the answer: request it by a schema, a function call, or in words; find it in any answer."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Literal

from .request import OfferedTool, OutputSchema, Request

type Mode = Literal["json_schema", "function", "text"]
MODES: tuple[Mode, ...] = ("json_schema", "function", "text")
_MOST_TRIES = 100
_IN_WORDS = """
Answer with nothing but one JSON object, without any text around it, with the keys {keys}. Its JSON schema:
{schema}"""


def asked_by(mode: Mode, request: Request) -> Request:
    """The request, with the output asked for in that way."""
    output = request.output
    if output is None or mode == "json_schema":
        return request
    if mode == "function":
        answer = OfferedTool(output.name, "Give your answer by this call.", output.schema)
        # Beside other tools it is one of those that the model may call first.
        choice = "required" if request.tools else output.name
        return replace(request, tools=[*request.tools, answer], output=None, tool_choice=choice)
    keys = ", ".join(f'"{key}"' for key in output.schema.get("properties", {}))
    words = _IN_WORDS.format(keys=keys, schema=json.dumps(output.schema, ensure_ascii=False))
    # The last way, for an endpoint that may take no tools at all: it answers without having looked.
    return replace(request, instructions=request.instructions + words, output=None, tools=[])


def read_output(text: str, output: OutputSchema) -> str:
    """The JSON in a text, without prose around it and keys that the schema does not know.

    The text itself if there is none, so that the caller can report the problem.
    """
    known = set(output.schema.get("properties", {}))
    required = set(output.schema.get("required", ())) or known
    found = max(_objects_in(text), key=lambda one: len(known & one.keys()), default={})
    if len(known & found.keys()) < min(2, len(required)):
        return text
    return json.dumps(_known(found, output.schema, output.schema), ensure_ascii=False)


def _objects_in(text: str) -> Iterator[dict[str, Any]]:
    """The objects in a text, and those one level within them."""
    decoder = json.JSONDecoder()
    position = text.find("{")
    for _ in range(_MOST_TRIES):
        if position < 0:
            return
        try:
            value, end = decoder.raw_decode(text, position)
        except (ValueError, RecursionError):
            end = position + 1
        else:
            yield value
            yield from (inner for inner in value.values() if isinstance(inner, dict))
        position = text.find("{", end)


def _known(value: Any, schema: dict[str, Any], root: dict[str, Any]) -> Any:
    """The value without the keys that its schema does not know."""
    schema = _resolved(schema, root)
    if isinstance(value, list):
        return [_known(one, schema.get("items", {}), root) for one in value]
    properties = schema.get("properties")
    if not isinstance(value, dict) or properties is None:
        return value
    return {name: _known(one, properties[name], root) for name, one in value.items() if name in properties}


def _resolved(schema: dict[str, Any], root: dict[str, Any]) -> dict[str, Any]:
    name = str(schema.get("$ref", "")).removeprefix("#/$defs/")
    resolved: dict[str, Any] = root.get("$defs", {}).get(name, schema)
    return resolved
