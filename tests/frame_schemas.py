"""Checks frames against the schemas of the AsyncAPI document."""

from __future__ import annotations

from functools import cache
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012


def require_described(channel: str, frame: dict[str, Any]) -> None:
    """Check that the frame matches the document. `channel`: `chat` or `plans`."""
    errors = _validator(channel, name_of(channel, frame)).iter_errors(frame)
    problems = [f"{error.json_path}: {error.message}" for error in errors]
    assert not problems, (problems, frame)


def name_of(channel: str, frame: dict[str, Any]) -> str:
    if channel == "chat":
        return str(frame["event_type"])
    return "frame" if "seq" in frame else str(frame["type"])


@cache
def _validator(channel: str, name: str) -> Draft202012Validator:
    payload = _document()["components"]["messages"][f"{channel}.{name}"]["payload"]
    schema = {"$ref": f"urn:asyncapi{payload['$ref']}"}
    return Draft202012Validator(schema, registry=_registry(), format_checker=FormatChecker(["uuid"]))


@cache
def _registry() -> Registry[Any]:
    return Registry().with_resource("urn:asyncapi", Resource(_document(), DRAFT202012))


@cache
def _document() -> dict[str, Any]:
    from chatbot.wire.description.asyncapi import asyncapi_document  # needs Django to be set up

    return asyncapi_document()
