"""The body of a request to `/responses`."""

from __future__ import annotations

from typing import Any

from chatbot.model_endpoint import ModelEndpoint

from .lenient_schema import parameters_for
from .request import OfferedTool, Request, text_of


def responses_body(endpoint: ModelEndpoint, request: Request) -> dict[str, Any]:
    body: dict[str, Any] = {
        "model": endpoint.model,
        "instructions": request.instructions,
        "input": [sent for item in request.items if (sent := _input_item(endpoint, item)) is not None],
        "temperature": endpoint.temperature,
        "reasoning": {"effort": endpoint.reasoning_effort} if endpoint.reasoning_effort else None,
        "max_output_tokens": endpoint.max_tokens,
        "stream": True,
        # Nothing is kept at the provider. What a later turn needs comes here, and goes back.
        "store": False,
        "include": ["reasoning.encrypted_content"],
    }
    if request.tools:
        body["tools"] = [_tool(tool, endpoint) for tool in request.tools]
        body["parallel_tool_calls"] = endpoint.parallel_tool_calls
    if request.tool_choice == "required":
        body["tool_choice"] = "required"
    elif request.tool_choice:
        body["tool_choice"] = {"type": "function", "name": request.tool_choice}
    if request.output is not None:
        schema = {"name": request.output.name, "schema": request.output.schema, "strict": True}
        body["text"] = {"format": {"type": "json_schema", **schema}}
    return {name: value for name, value in body.items() if value is not None} | dict(endpoint.body)


def _tool(tool: OfferedTool, endpoint: ModelEndpoint) -> dict[str, Any]:
    return {
        "type": "function",
        "name": tool.name,
        "description": tool.description,
        **parameters_for(endpoint, tool),
    }


def _input_item(endpoint: ModelEndpoint, item: dict[str, Any]) -> dict[str, Any] | None:
    """Without the ids of items, by which an endpoint would look for what it has not stored."""
    match item.get("type", "message"):
        case "message":
            return {"role": item["role"], "content": text_of(item["content"])}
        case "function_call":
            return {
                "type": "function_call",
                "call_id": item["call_id"],
                "name": item["name"],
                "arguments": item["arguments"],
            }
        case "function_call_output":
            output = text_of(item["output"])
            return {"type": "function_call_output", "call_id": item["call_id"], "output": output}
        case "reasoning":
            given = item.get("provider_data") or {}
            is_ours = given.get("model") == endpoint.model and given["fields"].get("type") == "reasoning"
            return given["fields"] if is_ours else None
        case _:
            return None
