"""Text of models and people without what a terminal would act on."""

from __future__ import annotations

import unicodedata

from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.segment import Segment

# Controls (C0, DEL, C1), lone surrogates, and separators that some terminals take for the end of a line.
_LEFT_OUT = frozenset({"Cc", "Cs", "Zl", "Zp"})
# They change the order of what follows, so that text seems to say something else (Unicode TR 36, 2.6).
_BIDIRECTIONAL = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def printable(text: str) -> str:
    """Return the text without control characters, except for line feeds and tabs."""
    return "".join(character for character in text if character in "\n\t" or _is_harmless(character))


def one_line(text: str) -> str:
    return " ".join(printable(text.replace("\r", " ")).split())


def _is_harmless(character: str) -> bool:
    return unicodedata.category(character) not in _LEFT_OUT and character not in _BIDIRECTIONAL


class Harmless:
    """A renderable of rich whose text is printable, whatever decoding rich does (Markdown has entities and
    percent-encoded addresses). Colours are no part of the text."""

    def __init__(self, inner: RenderableType) -> None:
        self._inner = inner

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for segment in console.render(self._inner, options):
            if not segment.control:
                yield Segment(printable(segment.text), segment.style)
