"""One answer of a model, whatever the endpoint's API."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from .request import Request

type Finish = Literal["stop", "length", "content_filter"]


@dataclass(frozen=True, slots=True)
class Text:
    """A piece of the model's text for the person."""

    text: str


@dataclass(frozen=True, slots=True)
class Thinking:
    """A piece of the model's thinking: shown to people, and not part of the answer."""

    text: str


@dataclass(frozen=True, slots=True)
class Unsaid:
    """All text of this answer so far was thinking: it is retracted."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """A piece of the answer has arrived that is not shown, such as a part of a tool call."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """The endpoint is busy; the request is retried after so many seconds."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Reasoning:
    """Reasoning that the endpoint needs back with the next request: fields of the message, or an item."""

    fields: dict[str, Any]
    model: str


@dataclass(slots=True)
class MadeCall:
    """A tool call; `extra` are fields that the endpoint needs back with it."""

    name: str
    arguments: str
    call_id: str = ""
    extra: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens, as far as the endpoint reports them.

    `input_tokens` includes cached tokens, `output_tokens` includes reasoning tokens.
    """

    input_tokens: int | None = None
    output_tokens: int | None = None
    total_tokens: int | None = None
    cached_tokens: int | None = None
    reasoning_tokens: int | None = None


type Item = Text | Reasoning | MadeCall
type Piece = Text | Thinking | Unsaid | Arrived | Waiting | Answer


@dataclass(slots=True)
class Answer:
    """`usage` is `None` if the endpoint does not report it; `model` is the name in the response."""

    items: list[Item] = field(default_factory=list)
    finish: Finish = "stop"
    usage: Usage | None = None
    model: str = ""

    @property
    def text(self) -> str:
        return "".join(item.text for item in self.items if isinstance(item, Text))

    @property
    def calls(self) -> list[MadeCall]:
        return [item for item in self.items if isinstance(item, MadeCall)]


class AnsweringModel(Protocol):
    @property
    def name(self) -> str:
        """The model's, as it is configured."""

    def answer(self, request: Request) -> AsyncGenerator[Piece]:
        """Pieces as they come; the last one is the whole `Answer`."""

    async def close(self) -> None:
        """Release the connections."""
