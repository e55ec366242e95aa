"""Reasoning in chat completions: some endpoints want it back, in the field in which it came."""

from __future__ import annotations

from typing import Any

from .loose import list_in, text_in

_PLAIN = ("reasoning_content", "reasoning")  # DeepSeek, vLLM; Groq, Ollama, OpenRouter
_STRUCTURED = ("reasoning_details", "thinking_blocks")  # OpenRouter; LiteLLM: with signatures
_PIECES = {"text", "summary", "thinking", "data"}  # of a block, that come in pieces


class ChatReasoning:
    def __init__(self) -> None:
        self._plain: dict[str, str] = {}
        self._blocks: dict[str, list[dict[str, Any]]] = {}

    def add(self, delta: dict[str, Any]) -> str:
        """Take what a piece of the answer has of it; returns what there is to show."""
        for name in _STRUCTURED:
            for block in list_in(delta, name):
                if isinstance(block, dict):
                    _add(self._blocks.setdefault(name, []), block)
        shown = [text for name in _PLAIN if (text := text_in(delta, name))]
        for name in _PLAIN:
            if text := text_in(delta, name):
                self._plain[name] = self._plain.get(name, "") + text
        return shown[0] if shown else ""

    @property
    def fields(self) -> dict[str, Any]:
        """Those of the assistant's next message: the blocks, which are signed; or else the text."""
        return {**self._blocks} or {**self._plain}


def _add(blocks: list[dict[str, Any]], piece: dict[str, Any]) -> None:
    """A piece goes on with the last block if it is of its kind and place, until that is signed."""
    last = blocks[-1] if blocks else {}
    place = ("type", "index")
    if (
        not last
        or last.get("signature")
        or any(piece.get(key, last.get(key)) != last.get(key) for key in place)
    ):
        blocks.append({**piece})
        return
    for key, value in piece.items():
        if key in _PIECES and isinstance(value, str):
            last[key] = (last.get(key) or "") + value
        elif value is not None:
            last[key] = value
