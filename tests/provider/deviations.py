"""Deviations of endpoints from the documented APIs, each seen in the field.

A deviation changes the objects of a scripted answer, as `wire` makes them, before the server sends them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from tests.provider import wire

type Objects = list[dict[str, Any]]
type Deviation = Callable[[Objects], Objects | list[str]]
type Change = Callable[[dict[str, Any]], dict[str, Any]]  # of a scripted answer, in the model's format

BLANK = {"object": "chat.completion.chunk", "created": 0, "model": "m"}


def deviating(answer: dict[str, Any], api: str, deviation: Deviation) -> dict[str, Any]:
    """The answer for the server to send, with `[DONE]` at the end of a chat completion."""
    frames = wire.chat_frames if api == "chat" else wire.response_frames
    objects = [data for frame in frames(answer, "m") if (data := _object(frame)) is not None]
    sent = deviation(objects)
    raw = [one if isinstance(one, str) else f"data: {json.dumps(one)}\n\n" for one in sent]
    if api == "chat" and all(isinstance(one, dict) for one in sent):
        raw.append("data: [DONE]\n\n")
    return {"raw": raw}


def not_streaming(answer: dict[str, Any], api: str) -> dict[str, Any]:
    """The answer as one body, though a stream was requested."""
    body = wire.chat_body if api == "chat" else wire.response_body
    return {"status": 200, "body": body(answer, "m")}


def _object(frame: str) -> dict[str, Any] | None:
    data = frame.partition("data: ")[2].strip()
    return None if data == "[DONE]" else json.loads(data)


def _pieces(chunks: Objects) -> Iterator[dict[str, Any]]:
    """The pieces of tool calls in the chunks."""
    for choice in _choices(chunks):
        yield from choice["delta"].get("tool_calls", ())


def _choices(chunks: Objects) -> Iterator[dict[str, Any]]:
    for chunk in chunks:
        yield from chunk.get("choices") or ()


def as_documented(objects: Objects) -> Objects:
    return objects


def one_index(chunks: Objects) -> Objects:
    for piece in _pieces(chunks):
        piece["index"] = 0
    return chunks


def no_index(chunks: Objects) -> Objects:
    for piece in _pieces(chunks):
        del piece["index"]
    return chunks


def whole_calls(chunks: Objects) -> Objects:
    """Each call in one piece, as Gemini and Ollama send them."""
    calls: dict[int, dict[str, Any]] = {}
    for piece in _pieces(chunks):
        first = calls.setdefault(piece["index"], piece)
        if first is not piece:
            first["function"]["arguments"] += piece["function"]["arguments"]
    return [chunk for chunk in chunks if all(piece in calls.values() for piece in _pieces([chunk]))]


def whole_calls_of_one_index(chunks: Objects) -> Objects:
    return one_index(whole_calls(chunks))


def whole_calls_of_one_index_without_ids(chunks: Objects) -> Objects:
    chunks = whole_calls_of_one_index(chunks)
    for piece in _pieces(chunks):
        piece["id"] = ""
    return chunks


def whole_calls_with_nothing_but_a_function(chunks: Objects) -> Objects:
    chunks = whole_calls(chunks)
    for piece in _pieces(chunks):
        del piece["index"], piece["id"], piece["type"]
    return chunks


def all_calls_in_one_chunk(chunks: Objects) -> Objects:
    chunks = no_index(whole_calls(chunks))
    made = list(_pieces(chunks))
    rest = [chunk for chunk in chunks if not list(_pieces([chunk]))]
    return [{**BLANK, "choices": [{"index": 0, "delta": {"tool_calls": made}}]}, *rest] if made else rest


def a_new_id_with_each_piece(chunks: Objects) -> Objects:
    for number, piece in enumerate(_pieces(chunks)):
        piece["id"] = f"call-{number}"
        piece["function"].setdefault("name", None)
    return chunks


def the_name_with_each_piece(chunks: Objects) -> Objects:
    names: dict[int, str] = {}
    for piece in _pieces(chunks):
        piece["function"]["name"] = names.setdefault(piece["index"], piece["function"].get("name", ""))
    return chunks


def names_in_pieces(chunks: Objects) -> Objects:
    bent: Objects = []
    for chunk in chunks:
        pieces = list(_pieces([chunk]))
        bent.append(chunk)
        if pieces and (name := pieces[0]["function"].get("name")):
            pieces[0]["function"]["name"] = name[:4]
            rest = {"index": pieces[0]["index"], "function": {"name": name[4:], "arguments": ""}}
            bent.append({**BLANK, "choices": [{"index": 0, "delta": {"tool_calls": [rest]}}]})
    return bent


def arguments_as_objects(chunks: Objects) -> Objects:
    chunks = whole_calls(chunks)
    for piece in _pieces(chunks):
        piece["function"]["arguments"] = json.loads(piece["function"]["arguments"])
    return chunks


def arguments_twice(chunks: Objects) -> Objects:
    """All of them again at the end."""
    whole = list(_pieces(whole_calls(json.loads(json.dumps(chunks)))))
    again = [
        {"index": piece["index"], "function": {"arguments": piece["function"]["arguments"]}}
        for piece in whole
    ]
    last = {**BLANK, "choices": [{"index": 0, "delta": {"tool_calls": again}}]}
    return [*chunks[:-2], last, *chunks[-2:]] if again else chunks


def no_finish_reason(chunks: Objects) -> Objects:
    for choice in _choices(chunks):
        choice["finish_reason"] = None
    return chunks


def another_finish_reason(chunks: Objects) -> Objects:
    for choice in _choices(chunks):
        choice["finish_reason"] = choice["finish_reason"] and "eos"
    return chunks


def no_done(chunks: Objects) -> list[str]:
    return [f"data: {json.dumps(chunk)}\n\n" for chunk in chunks]


def content_in_parts(chunks: Objects) -> Objects:
    for choice in _choices(chunks):
        if text := choice["delta"].get("content"):
            choice["delta"]["content"] = [{"type": "text", "text": text}]
    return chunks


def chunks_without_choices(chunks: Objects) -> Objects:
    azure = {**BLANK, "choices": [], "prompt_filter_results": [{"prompt_index": 0}]}
    null = {**BLANK, "choices": None, "usage": None}
    no_delta = {**BLANK, "choices": [{"index": 0, "delta": None, "finish_reason": None}]}
    return [azure, null, no_delta, *chunks]


def empty_data(objects: Objects) -> list[str]:
    done = "data: [DONE]\n\n"
    return [f"data:\n\n: ping\n\ndata: \n\ndata: {json.dumps(one)}\n\n" for one in objects] + [done]


def no_line_between_events(objects: Objects) -> list[str]:
    return [f"data:{json.dumps(one)}\n" for one in objects] + ["data:[DONE]"]


def carriage_returns(objects: Objects) -> list[str]:
    lines = [f"data: {json.dumps(one)}" for one in objects]
    return [part for line in lines for part in (f"id: 1\r\n{line}\r", "\n\r\n")] + ["data: [DONE]\r\n\r\n"]


CHAT: dict[str, Deviation] = {
    deviation.__name__: deviation
    for deviation in (
        as_documented,
        one_index,
        no_index,
        whole_calls,
        whole_calls_of_one_index,
        whole_calls_of_one_index_without_ids,
        whole_calls_with_nothing_but_a_function,
        all_calls_in_one_chunk,
        a_new_id_with_each_piece,
        the_name_with_each_piece,
        names_in_pieces,
        arguments_as_objects,
        arguments_twice,
        no_finish_reason,
        another_finish_reason,
        no_done,
        content_in_parts,
        chunks_without_choices,
        empty_data,
        no_line_between_events,
        carriage_returns,
    )
}


def _items(events: Objects) -> Iterator[dict[str, Any]]:
    """The items of the events that report them as done."""
    for event in events:
        if event["type"] == "response.output_item.done":
            yield event["item"]
        elif event["type"] == "response.completed":
            yield from event["response"]["output"]


def lean(events: Objects) -> Objects:
    """Without the fields that are empty."""
    for item in _items(events):
        item.pop("id")
        item.pop("status", None)
        for part in item.get("content", ()):
            part.pop("annotations", None)
    for event in events:
        event.pop("sequence_number")
        if "response" in event:
            event["response"] = {"output": event["response"]["output"]}
    return events


def usage_without_details(events: Objects) -> Objects:
    for event in events:
        if event["type"] == "response.completed":
            event["response"]["usage"] = {"input_tokens": 11, "output_tokens": 7, "total_tokens": 18}
    return events


def items_only_when_they_are_done(events: Objects) -> Objects:
    for event in events:
        if event["type"] == "response.completed":
            event["response"]["output"] = []
    return [event for event in events if event["type"].endswith((".done", ".completed"))]


def items_without_index(events: Objects) -> Objects:
    for event in events:
        event.pop("output_index", None)
        event.get("item", {}).pop("id", None)
    return items_only_when_they_are_done(events)


def items_only_at_the_end(events: Objects) -> Objects:
    return events[-1:]


def no_completed_event(events: Objects) -> list[str]:
    return [f"data: {json.dumps(event)}\n\n" for event in events[:-1]] + ["data: [DONE]\n\n"]


def argument_objects(events: Objects) -> Objects:
    for item in _items(events):
        if "arguments" in item:
            item["arguments"] = json.loads(item["arguments"])
    return [event for event in events if "function_call_arguments" not in event["type"]]


def content_is_text(events: Objects) -> Objects:
    for item in _items(events):
        if "content" in item:
            item["content"] = item["content"][0]["text"]
    return events


def reasoning_item(**fields: Any) -> Deviation:
    item = {"type": "reasoning", "id": "rs_1", "summary": [], **fields}

    def deviation(events: Objects) -> Objects:
        done = {"type": "response.output_item.done", "output_index": -1, "item": item}
        thought = {"type": "response.reasoning_summary_text.delta", "delta": "I should look."}
        events[-1]["response"]["output"].insert(0, item)
        return [events[0], thought, done, *events[1:]]

    return deviation


RESPONSES: dict[str, Deviation] = {
    deviation.__name__: deviation
    for deviation in (
        as_documented,
        lean,
        usage_without_details,
        items_only_when_they_are_done,
        items_without_index,
        items_only_at_the_end,
        no_completed_event,
        argument_objects,
        content_is_text,
        empty_data,
        no_line_between_events,
        carriage_returns,
    )
} | {
    "reasoning": reasoning_item(),
    "encrypted_reasoning": reasoning_item(encrypted_content="gAAA", status=None),
}


def finish_reason(reason: str) -> Deviation:
    def deviation(chunks: Objects) -> Objects:
        for choice in _choices(chunks):
            choice["finish_reason"] = choice["finish_reason"] and reason
        return chunks

    return deviation


def incomplete(reason: str) -> Deviation:
    def deviation(events: Objects) -> Objects:
        reasons = {"length": "max_output_tokens"}
        details = {"reason": reasons.get(reason, reason)}
        events[-1]["type"] = "response.incomplete"
        events[-1]["response"] |= {"status": "incomplete", "incomplete_details": details}
        return events

    return deviation


def thinking(*pieces: str) -> Change:
    """Thinking before all text and calls."""

    def change(answer: dict[str, Any]) -> dict[str, Any]:
        return {**answer, "text": [*pieces, *answer.get("text", ())]}

    return change


def arguments_written(write: Callable[[str], str]) -> Change:
    def change(answer: dict[str, Any]) -> dict[str, Any]:
        made = [{**call, "pieces": [write("".join(call["pieces"]))]} for call in answer.get("calls", ())]
        return {**answer, "calls": made}

    return change


def lean_arguments(text: str) -> str:
    return json.dumps({name: value for name, value in json.loads(text).items() if value is not None})


def names_with(before: str, after: str) -> Change:
    def change(answer: dict[str, Any]) -> dict[str, Any]:
        made = [{**call, "name": before + call["name"] + after} for call in answer.get("calls", ())]
        return {**answer, "calls": made}

    return change


def calls_as_text(answer: dict[str, Any]) -> dict[str, Any]:
    made = [(call["name"], json.loads("".join(call["pieces"]))) for call in answer.get("calls", ())]
    texts = [json.dumps({"name": name, "arguments": arguments}) for name, arguments in made]
    written = [f"<tool_call>\n{text}\n</tool_call>\n" for text in texts]
    return {"text": [*answer.get("text", ()), *written]}


MODELS: dict[str, Change] = {
    "thinking in tags": thinking("<thi", "nk>Which", " ones?</think>", "\n\n"),
    "only the closing tag": thinking("Which ", "ones?</th", "ink>\n\n"),
    "calls as text": calls_as_text,
    "arguments in a fence": arguments_written(lambda text: f"```json\n{text}\n```"),
    "arguments as JSON in JSON": arguments_written(json.dumps),
    "arguments with a tag behind them": arguments_written(lambda text: f"{text}</tool_call>"),
    "arguments without nulls": arguments_written(lean_arguments),
    "names with a prefix": names_with("functions.", ""),
    "names with a tag": names_with("", "<|channel|>commentary"),
}

CUT_OFF = {"chat": finish_reason, "responses": incomplete}
