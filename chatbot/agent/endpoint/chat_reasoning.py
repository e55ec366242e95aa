"""Reasoning in chat completions, which some endpoints need back in the field in which they sent it."""

from __future__ import annotations

from typing import Any

from .untyped_json import list_in, text_in

_PLAIN = ("reasoning_content", "reasoning")  # DeepSeek, vLLM; Groq, Ollama, OpenRouter
_STRUCTURED = ("reasoning_details", "thinking_blocks")  # OpenRouter; LiteLLM: with signatures
_PIECES = {"text", "summary", "thinking", "data"}  # of a block, that come in pieces


class ChatReasoning:
    def __init__(self) -> None:
        self._plain: dict[str, list[str]] = {}
        self._blocks: dict[str, list[_Block]] = {}

    def add(self, delta: dict[str, Any]) -> str:
        """Add the reasoning of a chunk; returns the text to show."""
        for name in _STRUCTURED:
            for block in list_in(delta, name):
                if isinstance(block, dict):
                    _add(self._blocks.setdefault(name, []), block)
        shown = [text for name in _PLAIN if (text := text_in(delta, name))]
        for name in _PLAIN:
            if text := text_in(delta, name):
                self._plain.setdefault(name, []).append(text)
        return shown[0] if shown else ""

    @property
    def fields(self) -> dict[str, Any]:
        """The fields of the assistant's next message: signed blocks, or else the text."""
        blocks = {name: [block.whole() for block in found] for name, found in self._blocks.items()}
        return {**blocks} or {name: "".join(texts) for name, texts in self._plain.items()}


class _Block:
    def __init__(self, piece: dict[str, Any]) -> None:
        self._fields = {**piece}
        self._texts: dict[str, list[str]] = {}  # of what comes in pieces, those after the first

    def continues_with(self, piece: dict[str, Any]) -> bool:
        """If it is of its kind and place, until it is signed."""
        of_place = {key: piece[key] for key in ("type", "index") if key in piece}
        return not self._fields.get("signature") and all(
            self._fields.get(key) == value for key, value in of_place.items()
        )

    def add(self, piece: dict[str, Any]) -> None:
        for key, value in piece.items():
            if key in _PIECES and isinstance(value, str) and isinstance(self._fields.get(key) or "", str):
                self._texts.setdefault(key, []).append(value)
            elif value is not None:
                self._fields[key] = value

    def whole(self) -> dict[str, Any]:
        texts = {key: (self._fields.get(key) or "") + "".join(more) for key, more in self._texts.items()}
        return {**self._fields, **texts}


def _add(blocks: list[_Block], piece: dict[str, Any]) -> None:
    if blocks and blocks[-1].continues_with(piece):
        blocks[-1].add(piece)
    else:
        blocks.append(_Block(piece))
