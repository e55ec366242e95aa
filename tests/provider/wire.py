"""A scripted answer as the two APIs send it: `{"text": [pieces], "calls": [{"id", "name", "pieces"}]}`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

USAGE = {"prompt_tokens": 11, "completion_tokens": 7, "total_tokens": 18}
RESPONSE_USAGE = {
    "input_tokens": 11,
    "input_tokens_details": {"cached_tokens": 0, "cache_write_tokens": 0},
    "output_tokens": 7,
    "output_tokens_details": {"reasoning_tokens": 0},
    "total_tokens": 18,
}


def chat_frames(answer: dict[str, Any], model: str) -> Iterator[str]:
    """The server-sent events of `/v1/chat/completions`."""

    def chunk(delta: dict[str, Any], finish: str | None = None) -> str:
        choice = {"index": 0, "delta": delta, "finish_reason": finish}
        return _data({"choices": [choice], **_completion(model, "chat.completion.chunk")})

    yield chunk({"role": "assistant", "content": ""})
    for field, thoughts in answer.get("thinking", {}).items():
        for thought in thoughts:
            yield chunk({field: thought})
    for piece in answer.get("text", ()):
        yield chunk({"content": piece})
    for index, call in enumerate(answer.get("calls", ())):
        function = {"name": call["name"], "arguments": ""}
        yield chunk(
            {
                "tool_calls": [
                    {
                        "index": index,
                        "id": call["id"],
                        "type": "function",
                        "function": function,
                        **call.get("extra", {}),
                    }
                ]
            }
        )
        for piece in call["pieces"]:
            yield chunk({"tool_calls": [{"index": index, "function": {"arguments": piece}}]})
    yield chunk({}, answer.get("finish") or ("tool_calls" if answer.get("calls") else "stop"))
    if answer.get("usage", True):
        yield _data({"choices": [], "usage": USAGE, **_completion(model, "chat.completion.chunk")})
    yield "data: [DONE]\n\n"


def response_frames(answer: dict[str, Any], model: str) -> Iterator[str]:
    """The server-sent events of `/v1/responses`."""
    numbers = iter(range(1_000_000))

    def event(kind: str, **fields: Any) -> str:
        data = {"type": kind, "sequence_number": next(numbers), **fields}
        return f"event: {kind}\n{_data(data)}"

    yield event("response.created", response=_response(model, [], "in_progress"))
    output: list[dict[str, Any]] = []
    if pieces := answer.get("text", ()):
        at = {"item_id": "msg_1", "output_index": 0, "content_index": 0}
        item = _message_item(pieces)
        empty = {"type": "output_text", "text": "", "annotations": []}
        yield event("response.output_item.added", output_index=0, item={**item, "content": []})
        yield event("response.content_part.added", part=empty, **at)
        for piece in pieces:
            yield event("response.output_text.delta", delta=piece, logprobs=[], **at)
        yield event("response.output_text.done", text="".join(pieces), logprobs=[], **at)
        yield event("response.content_part.done", part=item["content"][0], **at)
        yield event("response.output_item.done", output_index=0, item=item)
        output.append(item)
    for call in answer.get("calls", ()):
        item = _call_item(call, len(output))
        where = {"output_index": len(output), "item_id": item["id"]}
        empty = {**item, "arguments": "", "status": "in_progress"}
        yield event("response.output_item.added", output_index=len(output), item=empty)
        for piece in call["pieces"]:
            yield event("response.function_call_arguments.delta", delta=piece, **where)
        yield event(
            "response.function_call_arguments.done", arguments=item["arguments"], name=call["name"], **where
        )
        yield event("response.output_item.done", output_index=len(output), item=item)
        output.append(item)
    usage = RESPONSE_USAGE if answer.get("usage", True) else None
    yield event("response.completed", response=_response(model, output, "completed", usage))


def chat_body(answer: dict[str, Any], model: str) -> dict[str, Any]:
    """The answer of `/v1/chat/completions` to a request that does not stream."""
    message: dict[str, Any] = {"role": "assistant", "content": "".join(answer.get("text", ())) or None}
    if calls := answer.get("calls"):
        message["tool_calls"] = [
            {
                "id": call["id"],
                "type": "function",
                "function": {"name": call["name"], "arguments": "".join(call["pieces"])},
            }
            for call in calls
        ]
    choice = {"index": 0, "message": message, "finish_reason": "tool_calls" if calls else "stop"}
    usage = {"usage": USAGE} if answer.get("usage", True) else {}
    return {"choices": [choice], **usage, **_completion(model, "chat.completion")}


def response_body(answer: dict[str, Any], model: str) -> dict[str, Any]:
    """The answer of `/v1/responses` to a request that does not stream."""
    pieces = answer.get("text", ())
    output = [_message_item(pieces)] if pieces else []
    output += [_call_item(call, index) for index, call in enumerate(answer.get("calls", ()), len(output))]
    return _response(model, output, "completed", RESPONSE_USAGE if answer.get("usage", True) else None)


def _data(value: dict[str, Any]) -> str:
    return f"data: {json.dumps(value)}\n\n"


def _completion(model: str, kind: str) -> dict[str, Any]:
    return {"id": "chatcmpl-1", "object": kind, "created": 1_700_000_000, "model": model}


def _response(
    model: str, output: list[dict[str, Any]], status: str, usage: dict[str, Any] | None = None
) -> dict[str, Any]:
    return {
        "id": "resp_1",
        "object": "response",
        "created_at": 1_700_000_000,
        "status": status,
        "model": model,
        "output": output,
        "parallel_tool_calls": True,
        "tool_choice": "auto",
        "tools": [],
        "usage": usage,
    }


def _message_item(pieces: list[str]) -> dict[str, Any]:
    text = {"type": "output_text", "text": "".join(pieces), "annotations": []}
    return {"id": "msg_1", "type": "message", "role": "assistant", "status": "completed", "content": [text]}


def _call_item(call: dict[str, Any], index: int) -> dict[str, Any]:
    return {
        "id": f"fc_{index}",
        "type": "function_call",
        "call_id": call["id"],
        "name": call["name"],
        "arguments": "".join(call["pieces"]),
        "status": "completed",
    }
