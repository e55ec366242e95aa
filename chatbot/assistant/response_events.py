"""Turns decisions into the items and stream events of an OpenAI Responses answer."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from itertools import count
from uuid import uuid4

from agents.items import TResponseOutputItem, TResponseStreamEvent
from openai.types.responses import (
    Response,
    ResponseCompletedEvent,
    ResponseContentPartAddedEvent,
    ResponseContentPartDoneEvent,
    ResponseCreatedEvent,
    ResponseFunctionCallArgumentsDeltaEvent,
    ResponseFunctionCallArgumentsDoneEvent,
    ResponseFunctionToolCall,
    ResponseInProgressEvent,
    ResponseOutputItemAddedEvent,
    ResponseOutputItemDoneEvent,
    ResponseOutputMessage,
    ResponseOutputText,
    ResponseTextDeltaEvent,
    ResponseTextDoneEvent,
    ResponseUsage,
)
from openai.types.responses.response_usage import InputTokensDetails, OutputTokensDetails

from .tool_uses import ToolUse

MODEL_NAME = "offline-assistant"
_WORD = re.compile(r"\s*\S+\s*?|\s+")


def output_items(decision: list[ToolUse] | str) -> list[TResponseOutputItem]:
    """The response's items: one message, or function calls with fresh ids."""
    if isinstance(decision, str):
        text = ResponseOutputText(type="output_text", text=decision, annotations=[], logprobs=[])
        return [
            ResponseOutputMessage(
                id=f"msg_{uuid4().hex}", type="message", role="assistant", status="completed", content=[text]
            )
        ]
    return [
        ResponseFunctionToolCall(
            id=f"fc_{uuid4().hex}",
            call_id=f"call_{uuid4().hex}",
            type="function_call",
            name=use.name,
            arguments=json.dumps(use.arguments, ensure_ascii=False),
            status="completed",
        )
        for use in decision
    ]


def stream_events(items: list[TResponseOutputItem]) -> Iterator[TResponseStreamEvent]:
    """The events of a response with these items, text in words, in the order in which the API sends them."""
    number = count()
    response = _response([])
    yield ResponseCreatedEvent(type="response.created", response=response, sequence_number=next(number))
    yield ResponseInProgressEvent(
        type="response.in_progress", response=response, sequence_number=next(number)
    )
    for index, item in enumerate(items):
        if isinstance(item, ResponseOutputMessage):
            yield from _message_events(item, index, number)
        elif isinstance(item, ResponseFunctionToolCall):
            yield from _call_events(item, index, number)
    done = _response(items, identifier=response.id)
    yield ResponseCompletedEvent(type="response.completed", response=done, sequence_number=next(number))


def _message_events(
    item: ResponseOutputMessage, index: int, number: count[int]
) -> Iterator[TResponseStreamEvent]:
    part = item.content[0]
    if not isinstance(part, ResponseOutputText):
        return
    begun = item.model_copy(update={"content": [], "status": "in_progress"})
    yield ResponseOutputItemAddedEvent(
        type="response.output_item.added", item=begun, output_index=index, sequence_number=next(number)
    )
    yield ResponseContentPartAddedEvent(
        type="response.content_part.added",
        item_id=item.id,
        output_index=index,
        content_index=0,
        part=part.model_copy(update={"text": ""}),
        sequence_number=next(number),
    )
    for word in _WORD.findall(part.text):
        yield ResponseTextDeltaEvent(
            type="response.output_text.delta",
            item_id=item.id,
            output_index=index,
            content_index=0,
            delta=word,
            logprobs=[],
            sequence_number=next(number),
        )
    yield ResponseTextDoneEvent(
        type="response.output_text.done",
        item_id=item.id,
        output_index=index,
        content_index=0,
        text=part.text,
        logprobs=[],
        sequence_number=next(number),
    )
    yield ResponseContentPartDoneEvent(
        type="response.content_part.done",
        item_id=item.id,
        output_index=index,
        content_index=0,
        part=part,
        sequence_number=next(number),
    )
    yield ResponseOutputItemDoneEvent(
        type="response.output_item.done", item=item, output_index=index, sequence_number=next(number)
    )


def _call_events(
    item: ResponseFunctionToolCall, index: int, number: count[int]
) -> Iterator[TResponseStreamEvent]:
    item_id = item.id or item.call_id
    begun = item.model_copy(update={"arguments": "", "status": "in_progress"})
    yield ResponseOutputItemAddedEvent(
        type="response.output_item.added", item=begun, output_index=index, sequence_number=next(number)
    )
    yield ResponseFunctionCallArgumentsDeltaEvent(
        type="response.function_call_arguments.delta",
        item_id=item_id,
        output_index=index,
        delta=item.arguments,
        sequence_number=next(number),
    )
    yield ResponseFunctionCallArgumentsDoneEvent(
        type="response.function_call_arguments.done",
        item_id=item_id,
        output_index=index,
        arguments=item.arguments,
        sequence_number=next(number),
    )
    yield ResponseOutputItemDoneEvent(
        type="response.output_item.done", item=item, output_index=index, sequence_number=next(number)
    )


def _response(items: list[TResponseOutputItem], identifier: str | None = None) -> Response:
    """A response as the API describes it; it used no tokens, since no language model took part."""
    return Response(
        id=identifier or f"resp_{uuid4().hex}",
        created_at=time.time(),
        model=MODEL_NAME,
        object="response",
        output=items,
        status="completed" if identifier else "in_progress",
        parallel_tool_calls=True,
        tool_choice="auto",
        tools=[],
        usage=ResponseUsage(
            input_tokens=0,
            output_tokens=0,
            total_tokens=0,
            input_tokens_details=InputTokensDetails(cached_tokens=0, cache_write_tokens=0),
            output_tokens_details=OutputTokensDetails(reasoning_tokens=0),
        )
        if identifier
        else None,
    )
