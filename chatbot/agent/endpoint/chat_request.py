"""The body of a request to `/chat/completions`."""

from __future__ import annotations

from typing import Any

from chatbot.model_endpoint import ModelEndpoint

from .lenient_schema import parameters_for
from .request import OfferedTool, Request, text_of


def chat_body(endpoint: ModelEndpoint, request: Request) -> dict[str, Any]:
    body: dict[str, Any] = {
        "model": endpoint.model,
        "messages": _messages(endpoint, request),
        "temperature": endpoint.temperature,
        "reasoning_effort": endpoint.reasoning_effort,
        endpoint.max_tokens_parameter: endpoint.max_tokens,
        "stream": True,
        "stream_options": {"include_usage": True} if endpoint.stream_options else None,
        # The provider shall not store anything; but endpoints other than OpenAI's may refuse this parameter.
        "store": False if endpoint.preset == "openai" else None,
    }
    if request.tools:
        body["tools"] = [_tool(tool, endpoint) for tool in request.tools]
        body["parallel_tool_calls"] = endpoint.parallel_tool_calls
    if request.tool_choice == "required":
        body["tool_choice"] = "required"
    elif request.tool_choice:
        body["tool_choice"] = {"type": "function", "function": {"name": request.tool_choice}}
    if request.output is not None:
        schema = {"name": request.output.name, "schema": request.output.schema, "strict": True}
        body["response_format"] = {"type": "json_schema", "json_schema": schema}
    return {name: value for name, value in body.items() if value is not None} | dict(endpoint.body)


def _tool(tool: OfferedTool, endpoint: ModelEndpoint) -> dict[str, Any]:
    function: dict[str, Any] = {
        "name": tool.name,
        "description": tool.description,
        **parameters_for(endpoint, tool),
    }
    return {"type": "function", "function": function}


def _messages(endpoint: ModelEndpoint, request: Request) -> list[dict[str, Any]]:
    """Consecutive items of the assistant are one message: not every endpoint accepts several in a row."""
    messages: list[dict[str, Any]] = [{"role": endpoint.system_role, "content": request.instructions}]
    names = {item["call_id"]: item["name"] for item in request.items if item.get("type") == "function_call"}
    for item in request.items:
        kind = item.get("type", "message")
        if kind == "function_call_output":
            message = {
                "role": "tool",
                "tool_call_id": item["call_id"],
                "content": text_of(item["output"]),
            }
            if endpoint.tool_message_name and item["call_id"] in names:
                message["name"] = names[item["call_id"]]
            messages.append(message)
        elif kind == "message" and item["role"] != "assistant":
            messages.append({"role": item["role"], "content": text_of(item["content"])})
        else:
            if messages[-1]["role"] != "assistant":
                messages.append({"role": "assistant", "content": None})
            _add(messages[-1], item, endpoint)
    return messages


def _add(message: dict[str, Any], item: dict[str, Any], endpoint: ModelEndpoint) -> None:
    given = item.get("provider_data") or {}
    match item.get("type", "message"):
        case "message":
            text = text_of(item["content"])
            message["content"] = f"{message['content']}\n\n{text}" if message["content"] else text
        case "function_call":
            function = {"name": item["name"], "arguments": item["arguments"]}
            call = {"id": item["call_id"], "type": "function", "function": function}
            message.setdefault("tool_calls", []).append({**call, **(given.get("extra") or {})})
        case "reasoning" if given.get("model") == endpoint.model:
            # Skip items of the Responses API, from before the settings were changed.
            if "type" not in given["fields"]:
                message.update(given["fields"])
