"""What the OpenAPI document says beyond what the library reads from the views."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from chatbot.addresses import API_ROOT
from chatbot.api.rest.idempotency import HEADER
from chatbot.domain.idempotency import KEY_LENGTH
from chatbot.problems import CONTENT_TYPE

_BAD_KEY = "The key is empty, too long or not printable."
_IN_USE = "The first request with the key is still being carried out: send this again after `Retry-After`."
_REUSED = "The key was used for another request. Nothing was done."
_PREFIX = "#/components/schemas/"
_PROBLEM = {CONTENT_TYPE: {"schema": {"$ref": f"{_PREFIX}Problem"}}}


def leave_out_aliases[Operation: tuple[Any, ...]](
    endpoints: Iterable[Operation], **context: Any
) -> list[Operation]:
    """Describe each operation once: its path, which is first in a tuple, is also an alias below `/api/`."""
    return [operation for operation in endpoints if operation[0].startswith(API_ROOT)]


def describe_idempotency(result: dict[str, Any], **context: Any) -> dict[str, Any]:
    """Every POST of a person takes a key: see `idempotency.carry_out_once`."""
    result["components"].setdefault("parameters", {})["IdempotencyKey"] = {
        "name": HEADER,
        "in": "header",
        "schema": {"type": "string", "minLength": 1, "maxLength": KEY_LENGTH},
        "description": "A resend with the same key gets the first answer, and nothing is done twice.",
    }
    for path in result["paths"].values():
        operation = path.get("post")
        if operation and operation.get("security"):
            operation.setdefault("parameters", []).append({"$ref": "#/components/parameters/IdempotencyKey"})
            for status, text in (("400", _BAD_KEY), ("409", _IN_USE), ("422", _REUSED)):
                operation["responses"].setdefault(status, {"description": text, "content": _PROBLEM})
    return result


def describe_rate_limits(result: dict[str, Any], **context: Any) -> dict[str, Any]:
    """Programs of a person may send so many requests a minute: see `throttling.PersonThrottle`."""
    result["components"]["headers"] = {
        "RateLimit": {"schema": {"type": "string"}, "description": "`r` requests left, for `t` seconds."},
        "RateLimit-Policy": {"schema": {"type": "string"}, "description": "`q` requests in `w` seconds."},
        "Retry-After": {"schema": {"type": "integer"}, "description": "Seconds."},
    }
    headers = {name: {"$ref": f"#/components/headers/{name}"} for name in result["components"]["headers"]}
    for operation in (one for path in result["paths"].values() for one in path.values()):
        if operation.get("security"):
            refused = {"description": "Too many requests.", "content": _PROBLEM}
            operation["responses"].setdefault("429", refused)["headers"] = headers
    return result


def close_request_bodies(result: dict[str, Any], **context: Any) -> dict[str, Any]:
    """Say of each request body that it takes no other fields: `strict.Body` refuses them."""
    shapes = result["components"]["schemas"]
    for operation in (one for path in result["paths"].values() for one in path.values()):
        for content in operation.get("requestBody", {}).get("content", {}).values():
            name = content["schema"].get("$ref", "").removeprefix(_PREFIX)
            if name:
                shapes[name]["additionalProperties"] = False
    return result


def list_tags(result: dict[str, Any], **context: Any) -> dict[str, Any]:
    """Name the tags of all operations."""
    places = [*result["paths"].values(), *result["webhooks"].values()]
    tags = {tag for place in places for operation in place.values() for tag in operation["tags"]}
    return {**result, "tags": [{"name": tag} for tag in sorted(tags)]}
