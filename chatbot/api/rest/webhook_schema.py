"""The webhooks of the OpenAPI document, from the models of the events, as the AsyncAPI document has them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from chatbot.domain.events import EVENTS
from chatbot.wire.description.schemas import REF, component_schemas

_PREFIX = "Event"  # the REST API has schemas of the same names


def describe_webhooks(result: dict[str, Any], **context: Any) -> dict[str, Any]:
    schemas = component_schemas()
    used: dict[str, Any] = {}
    pending = [event.__name__ for event in EVENTS.values()]
    while pending:
        name = pending.pop()
        if name not in used:
            used[name] = schemas[name]
            pending.extend(_named_in(schemas[name]))
    shapes = {f"{_PREFIX}{name}": _renamed(used[name]) for name in sorted(used)}
    for name, shape in shapes.items():
        shape["title"] = name  # by which generated clients call it
    result["components"]["schemas"] |= shapes
    result["webhooks"] = {
        name: {"post": _sent(name, shapes[f"{_PREFIX}{event.__name__}"], event.__name__)}
        for name, event in EVENTS.items()
    }
    return result


def _sent(name: str, schema: dict[str, Any], model: str) -> dict[str, Any]:
    body = {
        "type": "object",
        "properties": {
            "type": {"const": name},
            "timestamp": {"type": "string", "format": "date-time"},
            "data": {"$ref": f"{REF}{_PREFIX}{model}"},
        },
        "required": ["type", "timestamp", "data"],
    }
    headers = [
        {"name": header, "in": "header", "required": True, "schema": {"type": "string"}}
        for header in ("webhook-id", "webhook-timestamp", "webhook-signature")
    ]
    return {
        "operationId": f"on_{name}",
        "summary": name.replace("_", " ").capitalize(),
        "description": schema.get("description", ""),
        "tags": ["webhooks"],
        "security": [],
        "parameters": headers,
        "requestBody": {"required": True, "content": {"application/json": {"schema": body}}},
        "responses": {
            "2XX": {"description": "It has arrived."},
            "410": {"description": "Send no more: the webhook is switched off."},
            "default": {"description": "It is sent again later."},
        },
    }


def _named_in(value: Any) -> Iterator[str]:
    match value:
        case {"$ref": str(reference)}:
            yield reference.removeprefix(REF)
        case dict():
            for inner in value.values():
                yield from _named_in(inner)
        case list():
            for inner in value:
                yield from _named_in(inner)


def _renamed(value: Any) -> Any:
    match value:
        case {"$ref": str(reference)}:
            return {**value, "$ref": f"{REF}{_PREFIX}{reference.removeprefix(REF)}"}
        case dict():
            return {name: _renamed(inner) for name, inner in value.items()}
        case list():
            return [_renamed(inner) for inner in value]
        case _:
            return value
