"""What the OpenAPI document says of an operation beyond what its view says."""

from __future__ import annotations

from typing import Any

from drf_spectacular.openapi import AutoSchema

from chatbot.api.rest.entity import Entity
from chatbot.api.rest.field_selection import PARAMETER
from chatbot.problems import CONTENT_TYPE

_PROBLEM = {CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
_TAG = {"ETag": {"schema": {"type": "string"}, "description": "Of the object as it is now."}}
_CONDITIONS = {
    "If-None-Match": "The `ETag` of the object as you know it: 304 if it is still the same.",
    "If-Match": "The `ETag` of the object as you know it (or several, or `*`): 412 if it has changed since.",
}


class OperationSchema(AutoSchema):
    def get_summary(self) -> str:
        """The first sentence of the description; without one, the words of the operation's id."""
        first = str(self.get_description()).split("\n", 1)[0].partition(". ")[0].rstrip(".:")
        return first or str(self.get_operation_id()).replace("_", " ").capitalize()

    def get_operation(self, *args: Any, **kwargs: Any) -> dict[str, Any] | None:
        operation: dict[str, Any] | None = super().get_operation(*args, **kwargs)
        if operation is None:
            return None
        operation.setdefault("security", [])  # it is public
        if self.method == "GET" and operation.get("security") and _is_json(operation):
            parameter = {"name": PARAMETER, "in": "query", "schema": {"type": "string"}}
            described = {**parameter, "description": "Answer with these fields only: `id,title`."}
            operation.setdefault("parameters", []).append(described)
            operation["responses"].setdefault("400", {"description": "Bad Request", "content": _PROBLEM})
        if isinstance(self.view, Entity):
            self._describe_conditions(operation)
        return operation

    def _describe_conditions(self, operation: dict[str, Any]) -> None:
        responses = operation["responses"]
        if self.method == "GET":
            header = "If-None-Match"
            responses["304"] = {"description": "Not Modified", "headers": _TAG}
        else:
            header = "If-Match"
            responses["412"] = {"description": "It has changed since.", "headers": _TAG, "content": _PROBLEM}
        if "200" in responses:
            responses["200"]["headers"] = _TAG
        described = {"name": header, "in": "header", "schema": {"type": "string"}}
        operation.setdefault("parameters", []).append({**described, "description": _CONDITIONS[header]})


def _is_json(operation: dict[str, Any]) -> bool:
    return list(operation["responses"].get("200", {}).get("content", {})) == ["application/json"]
