"""The texts of scripts, which they mark with `say("…")`."""

from __future__ import annotations

import re
from collections.abc import Iterator

_MARKED = re.compile(r'\bsay\(\s*"((?:[^"\\]|\\.)+)"')


def script_texts(source: str) -> Iterator[tuple[int, str]]:
    """Each with the number of its line."""
    for found in _MARKED.finditer(source):
        yield source.count("\n", 0, found.start()) + 1, found[1].replace('\\"', '"')
