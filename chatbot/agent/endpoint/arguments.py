"""Repair the arguments of a tool call, but only where it is clear what is meant."""

from __future__ import annotations

import json
import re
from typing import Any

from .fences import unfenced
from .request import OfferedTool

_EMPTY = {"", "null", "None", "undefined"}
_TAGS = re.compile(r"(?:\s*<[^<>]{0,80}>)*\s*")
_LEADING_TAGS = re.compile(r"\A(?:\s*<[^<>]{0,80}>)+\s*")
_NUMBER = re.compile(r"#?(\d{1,18})")
_MOST_DROPPED = 5
_LONGEST_DROPPED = 40


def repaired(given: str, tool: OfferedTool) -> str:
    """A JSON object as text, or the given text if it needs no repair or is unclear.

    Nothing is guessed: truncated arguments stay truncated.
    """
    value = _read(given)
    if value is None:
        return given
    fitted = _fitted(value, tool) if tool.is_ours else value
    try:
        is_same = json.loads(given) == fitted
    except (ValueError, RecursionError):
        is_same = False
    return given if is_same else json.dumps(fitted)


def _read(given: str) -> dict[str, Any] | None:
    text = given.strip().strip("\ufeff")
    if text in _EMPTY:
        return {}
    text = _LEADING_TAGS.sub("", unfenced(text))
    try:
        value, end = json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError):
        return None
    rest = text[end:]
    if isinstance(value, str) and not rest.strip() and value.strip().startswith(("{", "`", '"')):
        return _read(value)
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    is_whole = _TAGS.fullmatch(rest) is not None or rest.strip() == text[:end]
    return value if isinstance(value, dict) and is_whole else None


def _fitted(value: dict[str, Any], tool: OfferedTool) -> dict[str, Any]:
    properties: dict[str, Any] = tool.parameters.get("properties", {})
    fitted = {name: _fit(one, properties[name]) for name, one in value.items() if name in properties}
    optional = [name for name, schema in properties.items() if _is_nullable(schema)]
    said = [name for name in optional if value.get(name) is not None]
    for name in optional:
        # Small models fill in all fields. But an empty text may be intended, to clear a description.
        if name not in fitted or (fitted[name] == "" and said != [name]):
            fitted[name] = None
    extra = {name: one for name, one in value.items() if name not in properties}
    return fitted if _is_harmless(extra, tool) else {**fitted, **extra}


def _fit(value: Any, schema: dict[str, Any]) -> Any:
    if not isinstance(value, str):
        return value
    kinds = _kinds(schema)
    text = value.strip()
    if _is_nullable(schema) and (text in _EMPTY - {""} or (text == "" and kinds != {"string"})):
        return None
    if "integer" in kinds and (number := _NUMBER.fullmatch(text)) is not None:
        return int(number[1])
    if kinds & {"array", "object"} and text.startswith(("[", "{")):
        try:
            return json.loads(text)
        except (ValueError, RecursionError):
            return value
    return value


def _is_harmless(extra: dict[str, Any], tool: OfferedTool) -> bool:
    """Whether keys that the tool does not know can be dropped.

    A key with a value may be meant to narrow what the call changes, so only some tools may ignore it."""
    if len(extra) > _MOST_DROPPED or any(
        len(name) > _LONGEST_DROPPED or not name.isidentifier() for name in extra
    ):
        return False
    return tool.may_drop_keys or all(one in ("", None, False, [], {}) for one in extra.values())


def _branches(schema: dict[str, Any]) -> list[dict[str, Any]]:
    return [branch for one in schema.get("anyOf", ()) for branch in _branches(one)] or [schema]


def _is_nullable(schema: dict[str, Any]) -> bool:
    return any("null" in _types(branch) for branch in _branches(schema))


def _kinds(schema: dict[str, Any]) -> set[str]:
    """The types other than null; of another kind than text is one of which only some values are allowed."""
    kinds: set[str] = set()
    for branch in _branches(schema):
        is_closed = "enum" in branch or "format" in branch or "const" in branch
        kinds |= {"choice"} if is_closed else _types(branch) - {"null"}
    return kinds


def _types(schema: dict[str, Any]) -> set[str]:
    given = schema.get("type", ())
    return {given} if isinstance(given, str) else set(given)
