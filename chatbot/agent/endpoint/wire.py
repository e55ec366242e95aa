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


async def json_objects(chunks: AsyncIterator[bytes]) -> AsyncGenerator[Sent]:
    """The objects of a body, and the mark `[DONE]`. Raises `Fault` for anything else."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    events = _Events()
    begin = ""  # of what is no event stream: a body
    async for chunk in chunks:
        text = decoder.decode(chunk)
        if begin or (not events.has_begun and text.lstrip("\ufeff \t\r\n")[:1] in ("{", "[", "<")):
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
        self.has_begun = False
        self._line = ""
        self._data = ""

    def feed(self, text: str) -> Iterator[Sent]:
        self._line += text
        self.has_begun = self.has_begun or bool(self._line.strip("\ufeff \t\r\n"))
        if len(self._line) + len(self._data) > _MOST_CHARACTERS:
            raise Fault("bad_response", "one event of the stream is too long")
        # A final carriage return may be half of a line's end.
        held = "\r" if self._line.endswith("\r") else ""
        *lines, self._line = _LINE_END.split(self._line.removesuffix("\r"))
        self._line += held
        for line in lines:
            yield from self._take(line)

    def end(self) -> Iterator[Sent]:
        yield from self._take(self._line)
        if self._data:
            raise Fault("unreachable", "the stream ended in the middle of an event")

    def _take(self, line: str) -> Iterator[Sent]:
        if line.startswith("data:"):
            self._data = f"{self._data}\n{line[5:]}".strip()
            if self._data == DONE:
                self._data = ""
                yield DONE
            elif self._data and (value := _read(self._data)) is not None:
                self._data = ""
                yield value
        elif not line.strip() and self._data:
            raise Fault("bad_response", f"no JSON: {self._data[:200]}")


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
    return value


def _object(text: str) -> dict[str, Any]:
    value = _read(text)
    if value is None:
        raise Fault("bad_response", f"no JSON: {text[:200]}")
    return value
