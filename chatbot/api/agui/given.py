"""What a client of the protocol sends, and what of it the client has already."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ag_ui.core import AssistantMessage, ResumeEntry, RunAgentInput, TextPart, ToolMessage, UserMessage
from pydantic import ValidationError

from chatbot.domain.errors import Invalid

# What an input can have, and this agent makes no use of.
_IGNORED = ("tools", "context", "forwarded_props")
_START_DIGITS = 9  # more than a reply has; `int` refuses thousands


@dataclass(frozen=True, slots=True)
class Known:
    """What the client has of a run: the text of the reply, calls with their arguments, and results."""

    text: str
    calls: frozenset[str]
    results: frozenset[str]


def read_input(data: Any) -> RunAgentInput:
    """Raises `Invalid`."""
    try:
        return RunAgentInput.model_validate(data)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        name = ".".join(map(str, first["loc"])) or "body"
        raise Invalid(f"{name}: {first['msg']}", name) from error


def message_in(given: RunAgentInput) -> str:
    """The text of the person's last message. Raises `Invalid` if there is none."""
    for message in reversed(given.messages):
        if isinstance(message, UserMessage):
            return _text_of(message.content)
    raise Invalid("There is no message of the user.", "messages")


def ends_with_message(given: RunAgentInput) -> bool:
    """Whether the person's last message is not answered yet."""
    return bool(given.messages) and isinstance(given.messages[-1], UserMessage)


def answers_in(given: RunAgentInput) -> list[ResumeEntry]:
    return given.resume or []


def ignored_in(given: RunAgentInput) -> list[str]:
    fields = RunAgentInput.model_fields
    return [fields[name].alias or name for name in _IGNORED if getattr(given, name)]


def known_in(given: RunAgentInput, reply_id: str) -> Known:
    """Found by ids. The reply can be in several messages: see `text_id`."""
    texts: dict[int, str] = {}
    calls: set[str] = set()
    results: set[str] = set()
    for message in given.messages:
        match message:
            case AssistantMessage():
                calls.update(call.id for call in message.tool_calls or () if call.function.arguments)
                start = _start_in(message.id, reply_id)
                if start is not None:
                    texts[start] = _text_of(message.content or "")
            case ToolMessage():
                results.add(message.tool_call_id)
    text = "".join(texts[start] for start in sorted(texts))
    return Known(text, frozenset(calls), frozenset(results))


def text_id(reply_id: str, start: int) -> str:
    """The id of the message with the part of a reply that starts at that character."""
    return f"{reply_id}:{start}" if start else reply_id


def _start_in(message_id: str, reply_id: str) -> int | None:
    reply, _, start = message_id.partition(":")
    if reply != reply_id:
        return None
    return int(start) if start.isascii() and start.isdigit() and len(start) <= _START_DIGITS else 0


def _text_of(content: str | Sequence[Any]) -> str:
    """Images and the like are left out, as the protocol wants it of agents that do not read them."""
    if isinstance(content, str):
        return content
    return "".join(part.text for part in content if isinstance(part, TextPart))
