"""The schema of a tool for an endpoint that does not ask for a strict one."""

from __future__ import annotations

from typing import Any

from chatbot.model_endpoint import ModelEndpoint

from .request import OfferedTool


def parameters_for(endpoint: ModelEndpoint, tool: OfferedTool) -> dict[str, Any]:
    """The schema of a tool, and whether the endpoint has to keep to it."""
    if not tool.is_ours:  # the Responses API is strict where nothing is said
        return {"parameters": tool.parameters, **({"strict": False} if endpoint.strict else {})}
    if endpoint.strict:
        return {"parameters": tool.parameters, "strict": True}
    return {"parameters": lenient(tool.parameters)}


def lenient(schema: Any) -> Any:
    """Without what strict schemas demand: null is one way to leave a key out, so such a key may be left out.

    Closed objects are open, for not every endpoint knows `additionalProperties`; calls are checked anyway.
    """
    if isinstance(schema, list):
        return [lenient(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    made = {key: lenient(value) for key, value in schema.items() if key != "additionalProperties"}
    properties = schema.get("properties")
    if not isinstance(properties, dict):
        return made
    made["properties"] = {name: lenient(_without_null(one)) for name, one in properties.items()}
    made["required"] = [
        name for name in schema.get("required", ()) if properties[name] == _without_null(properties[name])
    ]
    return made if made["required"] else {key: value for key, value in made.items() if key != "required"}


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    """Schemas that come from pydantic say in one way only that a value may be null."""
    branches = schema.get("anyOf")
    if branches is None or {"type": "null"} not in branches:
        return schema
    rest = {key: value for key, value in schema.items() if key != "anyOf"}
    others = [branch for branch in branches if branch != {"type": "null"}]
    # Beside other keys, not every endpoint reads a reference.
    if len(others) == 1 and "$ref" not in others[0]:
        return {**others[0], **rest}
    return {"anyOf": others, **rest}
