"""What such clients send. Only what changes the meaning of an answer is refused; the rest is ignored."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, Field, ValidationError

from .errors import Refused


class Part(BaseModel):
    type: str
    text: str = ""


class Given(BaseModel):
    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: str | list[Part] | None = None

    @property
    def text(self) -> str:
        if isinstance(self.content, list):
            return "".join(part.text for part in self.content if part.type == "text")
        return self.content or ""


class StreamOptions(BaseModel):
    include_usage: bool = False


class CompletionBody(BaseModel):
    model: str
    messages: list[Given] = Field(min_length=1)
    stream: bool = False
    stream_options: StreamOptions | None = None
    n: int | None = None
    response_format: dict[str, Any] | None = None
    conversation_id: str | None = None  # an addition of ours

    @property
    def includes_usage(self) -> bool:
        return self.stream_options is not None and self.stream_options.include_usage


def read_body(data: Any) -> CompletionBody:
    """Raises `Refused`."""
    try:
        body = CompletionBody.model_validate(data)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        name = ".".join(map(str, first["loc"])) or "body"
        raise Refused(f"{name}: {first['msg']}", param=name) from error
    last = body.messages[-1]
    if last.role != "user":
        raise Refused("The last message must be the user's.", param="messages")
    if isinstance(last.content, list) and any(part.type != "text" for part in last.content):
        raise Refused("The assistant reads text only.", param="messages")
    if body.n not in {None, 1}:
        raise Refused("There is one answer to a message.", param="n")
    if (body.response_format or {}).get("type", "text") != "text":
        raise Refused("Answers are text.", param="response_format")
    return body
