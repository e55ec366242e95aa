"""One answer of a model, whatever the endpoint's API."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from .request import Request

type Finish = Literal["stop", "length", "content_filter"]


@dataclass(frozen=True, slots=True)
class Text:
    """A part of what the model says to the person."""

    text: str


@dataclass(frozen=True, slots=True)
class Thinking:
    """A part of what the model says to itself: never stored, nor part of the answer."""

    text: str


@dataclass(frozen=True, slots=True)
class Unsaid:
    """All text of this answer so far was none: it is taken back."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """Something of the answer has come, be it shown or not, as a part of a tool call."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """The endpoint is busy, and is asked again after so many seconds."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Reasoning:
    """What the endpoint wants back with the next request: fields of the message, or an item of its own."""

    fields: dict[str, Any]
    model: str


@dataclass(slots=True)
class MadeCall:
    """A tool call; `extra` is what the endpoint wants back with it."""

    name: str
    arguments: str
    call_id: str = ""
    extra: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens, as far as the endpoint says.

    `input_tokens` includes the cached ones, `output_tokens` those of reasoning.
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
    """`usage` is None where the endpoint does not say; `model` is the name that it gives itself."""

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
