"""What the OpenAPI document says beyond what the library reads from the views."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from chatbot.addresses import API_ROOT

_PREFIX = "#/components/schemas/"


def leave_out_aliases[Operation: tuple[Any, ...]](
    endpoints: Iterable[Operation], **context: Any
) -> list[Operation]:
    """Describe each operation once: its path, which is first in a tuple, is also an alias below `/api/`."""
    return [operation for operation in endpoints if operation[0].startswith(API_ROOT)]


def close_request_bodies(result: dict[str, Any], **context: Any) -> dict[str, Any]:
    """Say of each request body that it takes no other fields: `strict.Body` refuses them."""
    shapes = result["components"]["schemas"]
    for operation in (one for path in result["paths"].values() for one in path.values()):
        for content in operation.get("requestBody", {}).get("content", {}).values():
            name = content["schema"].get("$ref", "").removeprefix(_PREFIX)
            if name:
                shapes[name]["additionalProperties"] = False
    return result
