"""Parse a chat completion: the chunks of a stream, or one object."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .answer import Answer, Finish, Reasoning, Text, Thinking, Usage
from .call_pieces import CallPieces
from .chat_reasoning import ChatReasoning
from .faults import Fault
from .refusals import fault_in
from .request import Request, text_of
from .untyped_json import count_in, list_in, mapping_in

_CUT: dict[str, Finish] = {
    "length": "length",
    "max_tokens": "length",
    "model_length": "length",
    "content_filter": "content_filter",
    "safety": "content_filter",
}


class ChatReader:
    """`feed` it each object; `answer` raises `Fault` if the answer is incomplete."""

    def __init__(self, request: Request, model: str) -> None:
        self._asked = model
        self._calls = CallPieces([tool.name for tool in request.tools])
        self._text: list[str] = []
        self._reasoning = ChatReasoning()
        self._finish = ""
        self._has_started = False
        self._usage: Usage | None = None
        self._model = ""

    def feed(self, chunk: dict[str, Any]) -> Iterator[Text | Thinking]:
        if (fault := fault_in(chunk)) is not None:
            raise fault
        self._has_started = True
        if isinstance(model := chunk.get("model"), str):
            self._model = model
        self._usage = _usage(chunk) or self._usage
        for choice in list_in(chunk, "choices")[:1]:
            if isinstance(choice, dict):
                yield from self._choice(choice)

    def answer(self, *, said_done: bool) -> Answer:
        """`said_done` if the endpoint said that the stream is over."""
        if not self._has_started:
            raise Fault("bad_response", "the answer has no content at all")
        if self._finish == "error":
            raise Fault("provider_error", "finish_reason is error")
        if not (self._finish or said_done):
            raise Fault("unreachable", "the stream ended without a finish_reason")
        answer = Answer(usage=self._usage, model=self._model)
        answer.finish = _CUT.get(self._finish.lower(), "stop")
        if fields := self._reasoning.fields:
            answer.items.append(Reasoning(fields, self._asked))
        if self._text:
            answer.items.append(Text("".join(self._text)))
        answer.items += self._calls.made()
        return answer

    def _choice(self, choice: dict[str, Any]) -> Iterator[Text | Thinking]:
        if isinstance(reason := choice.get("finish_reason"), str) and reason:
            self._finish = reason
        delta = mapping_in(choice, "delta") or mapping_in(choice, "message")
        if thought := self._reasoning.add(delta):
            yield Thinking(thought)
        for part in _parts(delta.get("content")) + _parts(delta.get("refusal")):
            if isinstance(part, Text):
                self._text.append(part.text)
            yield part
        made = delta.get("tool_calls") or [
            {"function": called} for called in [delta.get("function_call")] if called
        ]
        for piece in made if isinstance(made, list) else ():
            if isinstance(piece, dict):
                self._calls.add(piece)


def _parts(content: Any) -> list[Text | Thinking]:
    """Content is text, or a list of parts, of which Mistral's may be thinking."""
    if isinstance(content, str):
        return [Text(content)] if content else []
    parts: list[Text | Thinking] = []
    for part in content if isinstance(content, list) else ():
        if isinstance(part, dict) and part.get("type") == "thinking":
            thought = part.get("thinking")
            parts.append(Thinking(text_of(thought)))
        elif text := text_of([part]):
            parts.append(Text(text))
    return parts


def _usage(chunk: dict[str, Any]) -> Usage | None:
    given = mapping_in(chunk, "usage") or mapping_in(mapping_in(chunk, "x_groq"), "usage")
    if not given:
        return None
    cached = count_in(mapping_in(given, "prompt_tokens_details"), "cached_tokens")
    return Usage(
        input_tokens=count_in(given, "prompt_tokens"),
        output_tokens=count_in(given, "completion_tokens"),
        total_tokens=count_in(given, "total_tokens"),
        cached_tokens=count_in(given, "prompt_cache_hit_tokens") if cached is None else cached,
        reasoning_tokens=count_in(mapping_in(given, "completion_tokens_details"), "reasoning_tokens"),
    )
