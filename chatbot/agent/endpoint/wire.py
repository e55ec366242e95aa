"""Bytes to JSON objects: server-sent events, or one body where an endpoint does not stream."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from typing import Any, Literal

from .faults import Fault

DONE: Literal["[DONE]"] = "[DONE]"
type Sent = dict[str, Any] | Literal["[DONE]"]

_LINE_END = re.compile("\r\n|\n|\r")
_MOST_CHARACTERS = 8_000_000  # of one event, or of a body
_DEEPEST = 100  # objects and lists within each other: readers go down into them by recursion
_MOST_LINES = 1_000  # of one event: it is tried to be read with each of them


async def json_objects(chunks: AsyncIterator[bytes]) -> AsyncGenerator[Sent]:
    """The objects of a body, and the mark `[DONE]`. Raises `Fault` for anything else."""
    decoder = codecs.getincrementaldecoder("utf-8-sig")("replace")
    events = _Events()
    begin = ""  # of what is no event stream: a body
    async for chunk in chunks:
        text = decoder.decode(chunk)
        if begin or (not events.has_started and text.lstrip(" \t\r\n")[:1] in ("{", "[", "<")):
            begin += text
            if len(begin) > _MOST_CHARACTERS:
                raise Fault("bad_response", "the body is too long")
            continue
        for sent in events.feed(text):
            yield sent
    if begin:
        yield _object(begin + decoder.decode(b"", final=True))
    else:
        for sent in events.end():
            yield sent


class _Events:
    """Comments, which keep a connection alive, empty `data:` lines and other fields are passed over.

    Events need no empty line between them: some endpoints send none.
    """

    def __init__(self) -> None:
        self.has_started = False
        self._line: list[str] = []  # parts of the line that has not ended
        self._length = 0
        self._held = ""  # a final carriage return, which may be half of a line's end
        self._data = ""
        self._lines = 0  # of the data

    def feed(self, text: str) -> Iterator[Sent]:
        text = self._held + text
        self._held = "\r" if text.endswith("\r") else ""
        self.has_started = self.has_started or bool(text.strip(" \t\r\n"))
        *ends, rest = _LINE_END.split(text.removesuffix("\r"))
        for end in ends:
            yield from self._end_line(end)
        self._line.append(rest)
        self._length += len(rest)
        if self._length + len(self._data) > _MOST_CHARACTERS or self._lines > _MOST_LINES:
            raise Fault("bad_response", "one event of the stream is too long")

    def end(self) -> Iterator[Sent]:
        yield from self._end_line("")
        if self._data:
            raise Fault("unreachable", "the stream ended in the middle of an event")

    def _end_line(self, end: str) -> Iterator[Sent]:
        line = "".join([*self._line, end])
        self._line.clear()
        self._length = 0
        yield from self._take(line)

    def _take(self, line: str) -> Iterator[Sent]:
        if line.startswith("data:"):
            self._data = f"{self._data}\n{line[5:]}".strip()
            self._lines += 1
            if self._data == DONE:
                self._clear()
                yield DONE
            elif self._data and (value := _read(self._data)) is not None:
                self._clear()
                yield value
        elif not line.strip() and self._data:
            raise Fault("bad_response", f"no JSON: {self._data[:200]}")

    def _clear(self) -> None:
        self._data, self._lines = "", 0


def _read(text: str) -> dict[str, Any] | None:
    """None if the text is no JSON, or not yet. Raises `Fault` for JSON of another kind."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if isinstance(value, list) and len(value) == 1:
        value = value[0]  # Gemini sends its errors so
    if not isinstance(value, dict):
        raise Fault("bad_response", f"no JSON object: {text[:200]}")
    if text.count("[") + text.count("{") > _DEEPEST and _is_deeper(value, _DEEPEST):
        raise Fault("bad_response", f"JSON that is nested too deeply: {text[:200]}")
    return value


def _is_deeper(value: Any, depth: int) -> bool:
    if not isinstance(value, dict | list):
        return False
    inner = value.values() if isinstance(value, dict) else value
    return depth == 0 or any(_is_deeper(one, depth - 1) for one in inner)


def _object(text: str) -> dict[str, Any]:
    value = _read(text)
    if value is None:
        raise Fault("bad_response", f"no JSON: {text[:200]}")
    return value
