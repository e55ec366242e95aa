"""What the OpenAPI document says beyond what the library reads from the views."""

from __future__ import annotations

from typing import Any

_PREFIX = "#/components/schemas/"


def close_request_bodies(result: dict[str, Any], **context: Any) -> dict[str, Any]:
    """Say of each request body that it takes no other fields: `strict.Body` refuses them."""
    shapes = result["components"]["schemas"]
    for operation in (one for path in result["paths"].values() for one in path.values()):
        for content in operation.get("requestBody", {}).get("content", {}).values():
            name = content["schema"].get("$ref", "").removeprefix(_PREFIX)
            if name:
                shapes[name]["additionalProperties"] = False
    return result
