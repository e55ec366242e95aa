"""Assemble tool calls from the chunks of a streamed chat completion."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from .answer import MadeCall
from .untyped_json import mapping_in, text_in

# Fields that an endpoint needs back with a call: Gemini's signatures, and LiteLLM's copy of them.
_EXTRA = ("extra_content", "provider_specific_fields")


@dataclass(slots=True)
class _Building:
    call_id: str
    name: str = ""
    extra: dict[str, Any] | None = None
    pieces: list[str] = field(default_factory=list)  # of the arguments
    length: int = 0  # of the arguments
    end: str = ""  # their last character that is not blank

    @property
    def arguments(self) -> str:
        self.pieces = ["".join(self.pieces)]
        return self.pieces[0]

    @property
    def is_whole(self) -> bool:
        # Parse them only if they may be complete; parsing after each piece would take quadratic time.
        if self.end != "}":
            return False
        try:
            return isinstance(json.loads(self.arguments), dict)
        except (ValueError, RecursionError):
            return False

    def add(self, arguments: str) -> None:
        """Some endpoints repeat the whole arguments at the end."""
        if arguments and not (self._equals(arguments) and self.is_whole):
            self.pieces.append(arguments)
            self.length += len(arguments)
            self.end = arguments.rstrip()[-1:] or self.end

    def repeats(self, name: str, arguments: str) -> bool:
        return name == self.name and (not arguments or self._equals(arguments))

    def _equals(self, arguments: str) -> bool:
        return len(arguments) == self.length and arguments == self.arguments


class CallPieces:
    """By the API, pieces of one call have one index. Some endpoints give all calls the same, or none.

    So a piece with a tool's name starts a new call, unless it repeats or completes the current one: repeated
    names, names in pieces, and a new id with each piece all occur in practice.
    """

    def __init__(self, tools: Sequence[str]) -> None:
        self._tools = tools
        self._order: list[_Building] = []
        self._by_index: dict[Any, _Building] = {}

    def add(self, piece: dict[str, Any]) -> None:
        function = mapping_in(piece, "function")
        index = piece.get("index") if isinstance(piece.get("index"), int | str) else None
        call_id = text_in(piece, "id")
        name, arguments = text_in(function, "name"), _arguments(function.get("arguments"))
        building = self._by_index.get(index)
        if building is None and self._order and not (name or call_id):
            building = self._order[-1]
        if building is None or self._is_new(building, call_id, name, arguments):
            building = _Building(call_id)
            self._order.append(building)
            self._by_index[index] = building
        building.call_id = building.call_id or call_id
        if name and name != building.name:
            building.name += name
        building.add(arguments)
        extra = {key: piece[key] for key in _EXTRA if piece.get(key)}
        if extra:
            building.extra = {**(building.extra or {}), **extra}

    def made(self) -> list[MadeCall]:
        return [MadeCall(one.name, one.arguments, extra=one.extra) for one in self._order if one.name]

    def _is_new(self, building: _Building, call_id: str, name: str, arguments: str) -> bool:
        if not name:
            return False
        is_other_id = bool(call_id and building.call_id and call_id != building.call_id)
        if building.length and not building.is_whole:
            # In the middle of its arguments, only an unambiguous piece starts another call.
            return is_other_id and (name != building.name or arguments.lstrip().startswith("{"))
        if is_other_id or building.is_whole:
            return is_other_id or not building.repeats(name, arguments)
        so_far = building.name
        return name != so_far and not any(tool.startswith(so_far + name) for tool in self._tools)


def _arguments(given: Any) -> str:
    """Text; or an object, as some endpoints send them."""
    if given is None or isinstance(given, str):
        return given or ""
    return json.dumps(given, ensure_ascii=False)
