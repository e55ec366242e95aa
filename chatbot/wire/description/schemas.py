"""JSON schemas of all frames."""

from __future__ import annotations

from functools import cache
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, models_json_schema
from pydantic_core import core_schema

from chatbot.domain.events import (
    EVENTS,
    FIELDS,
    LIVE_EVENTS,
    Event,
    ServerToolOutput,
    ToolComplete,
    type_name,
)
from chatbot.tools import TOOLS
from chatbot.wire import frames

type Schema = dict[str, Any]

REF = "#/components/schemas/"
_NULL: Schema = {"type": "null"}
_CURSOR: Schema = {"type": "string", "description": "The cursor."}
_SEQ: Schema = {"type": "integer", "minimum": 0}
# Of the chat socket, outside of the log: what they say of the stream's position.
CONNECTION: dict[type[Event], tuple[Schema, Schema]] = {
    frames.ConnectionEstablished: (_SEQ, _CURSOR),
    frames.Heartbeat: (_SEQ, _NULL),
    frames.StreamReset: (_SEQ, _CURSOR),
    **dict.fromkeys(LIVE_EVENTS.values(), (_NULL, _NULL)),
}
CHAT_EVENTS = [*EVENTS.values(), *CONNECTION]
OTHERS: list[type[BaseModel]] = [
    frames.Pong,
    frames.ErrorFrame,
    frames.PlanFrame,
    frames.SubscriptionConfirmed,
    frames.PlanReset,
    frames.PlanError,
    frames.PlanPong,
    frames.Ack,
    frames.Ping,
    frames.SubscribePlan,
    frames.UnsubscribePlan,
]
CUT: Schema = {
    "description": "A result that would make the frame larger than 64 KB is cut: texts and lists are "
    "shorter, and HTML is missing. The whole is readable over REST.",
    "type": "object",
    "properties": {"truncated": {"const": True}},
    "required": ["truncated"],
}


class _Generator(GenerateJsonSchema):
    def default_schema(self, schema: core_schema.WithDefaultSchema) -> Schema:
        """A field is left out while it has its default, so it is never that `null`."""
        inner = self.generate_inner(schema["schema"])
        if schema.get("default", ...) is None and "anyOf" in inner:
            kinds = [kind for kind in inner["anyOf"] if kind != _NULL]
            return kinds[0] if len(kinds) == 1 else {"anyOf": kinds}
        return inner


@cache
def component_schemas() -> dict[str, Schema]:
    """By name: each frame, and all that they consist of."""
    models = [*CHAT_EVENTS, *OTHERS, *_outputs()]
    _, document = models_json_schema(
        [(model, "serialization") for model in models],
        ref_template=f"{REF}{{model}}",
        schema_generator=_Generator,
    )
    schemas: dict[str, Schema] = document["$defs"]
    enums = {f"{REF}{name}": schema for name, schema in schemas.items() if "enum" in schema}
    schemas = {
        name: _inlined(schema, enums) for name, schema in schemas.items() if f"{REF}{name}" not in enums
    }
    for event in CHAT_EVENTS:
        schemas[event.__name__] = _flat(event, schemas[event.__name__])
    return {**schemas, "Cut": CUT}


def _outputs() -> list[type[BaseModel]]:
    return [*dict.fromkeys(tool.output for tool in TOOLS), ServerToolOutput]


def _flat(event: type[Event], schema: Schema) -> Schema:
    """The frame of an event: every key is there, and what does not apply is null."""
    seq, cursor = CONNECTION.get(event, (_SEQ, _CURSOR))
    properties: dict[str, Schema] = {
        "event_type": {"const": type_name(event)},
        "seq": seq,
        "id": cursor,
        "at": {"type": "string", "format": "date-time"},
        "user_id": {"type": "string", "format": "uuid"},
        **{name: _field(event, name, schema["properties"].get(name)) for name in FIELDS},
    }
    return {
        "title": event.__name__,
        **({"description": schema["description"]} if "description" in schema else {}),
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _field(event: type[Event], name: str, schema: Schema | None) -> Schema:
    if schema is None or event.model_fields[name].annotation == Event.model_fields["result"].annotation:
        return _NULL
    if name == "result":
        kinds = [{"$ref": f"{REF}{output.__name__}"} for output in _outputs()]
        none = [_NULL] if event.model_fields[name].default is None else []
        return {"anyOf": [*(kinds if event is ToolComplete else [schema]), {"$ref": f"{REF}Cut"}, *none]}
    return schema if event.model_fields[name].default is not None else {"anyOf": [schema, _NULL]}


def _inlined(value: Any, enums: dict[str, Schema]) -> Any:
    match value:
        case {"$ref": str(name)} if name in enums:
            return {key: inner for key, inner in enums[name].items() if key != "title"}
        case dict():
            return {key: _inlined(inner, enums) for key, inner in value.items()}
        case list():
            return [_inlined(inner, enums) for inner in value]
        case _:
            return value
