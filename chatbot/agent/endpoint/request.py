"""The request to a model, independent of the endpoint's API."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class OfferedTool:
    name: str
    description: str
    parameters: dict[str, Any]  # a JSON schema
    may_drop_keys: bool = False  # a key that it does not know changes nothing of what a call touches
    is_ours: bool = True  # others have any schema, which is not strict


@dataclass(frozen=True, slots=True)
class OutputSchema:
    """The schema of the JSON that the answer must be."""

    name: str
    schema: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Request:
    """`items` are input items of the Responses API, as the Agents SDK passes them to a model."""

    instructions: str
    items: list[dict[str, Any]]
    tools: list[OfferedTool] = field(default_factory=list)
    output: OutputSchema | None = None
    tool_choice: str = ""  # "required", or the name of the tool to call


def text_of(content: Any) -> str:
    """The text of a message's or an output's content: text itself, or a list of parts."""
    if isinstance(content, str):
        return content
    parts = content if isinstance(content, list) else []
    texts = (part.get("text") if isinstance(part, dict) else part for part in parts)
    return "".join(text for text in texts if isinstance(text, str))
