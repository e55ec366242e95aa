"""Which descriptions of arguments models accept, of those that servers send."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from chatbot.domain.journal.arguments import DEPTH
from chatbot.domain.text import storable_json
from chatbot.models import McpServer

LENGTH = 10_000  # characters, as JSON
_Skipped = McpServer.Skipped
_PARAMETER = re.compile(r"[A-Za-z0-9_.-]{1,64}")
_COMBINED = {"anyOf", "oneOf", "allOf", "not", "enum", "if", "$ref"}


def problem_of(schema: Any) -> str:
    """Why models do not accept this schema; empty if they do."""
    import jsonschema  # takes a tenth of the start of a process

    if not isinstance(schema, dict) or schema.get("type") != "object":
        return _Skipped.SCHEMA
    if storable_json(schema, DEPTH) != schema:
        return _Skipped.SCHEMA
    if len(json.dumps(schema)) > LENGTH:
        return _Skipped.TOO_LARGE
    try:
        jsonschema.Draft202012Validator.check_schema(schema)
    except jsonschema.SchemaError:
        return _Skipped.SCHEMA
    if schema.keys() & _COMBINED:
        return _Skipped.COMBINED
    if not all(map(_PARAMETER.fullmatch, schema.get("properties", {}))):
        return _Skipped.PARAMETER
    return next(filter(None, map(_problem_within, _objects(schema))), "")


def _problem_within(one: dict[str, Any]) -> str:
    if "x-mcp-header" in one:
        return _Skipped.HEADER
    refers_to = (one.get(key, "#") for key in ("$ref", "$dynamicRef"))
    return "" if all(str(reference).startswith("#") for reference in refers_to) else _Skipped.REFERENCE


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from _objects(one)
