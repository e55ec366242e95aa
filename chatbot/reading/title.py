"""The title: the text without what was read, and without punctuation that no longer separates anything."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import groupby

from .grammar import Node
from .result import Kind, Span

_LOOSE = frozenset(",;:|-–—")
_BRACKETS = frozenset(["()", "[]"])
_FINAL = frozenset(".!?")
_STICKY = tuple(",.;:!?)]")


def title_of(text: str, spans: Sequence[Span]) -> str:
    """The text outside of the spans, with single spaces, and without a space before the
    punctuation after a span."""
    title, position = "", 0
    for start, end in [*((span.start, span.end) for span in spans), (len(text), len(text))]:
        piece = text[position:start]
        title = title.rstrip() if piece.startswith(_STICKY) else title
        title += piece.lstrip() if title.endswith(("( ", "[ ")) else piece
        title, position = f"{title} ", end
    return " ".join(title.split())


def places_in_title(
    text: str, title: str, spans: Sequence[Span], places: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Map positions in the text, outside of all spans, to positions in the title."""
    if not places:
        return []
    read = {index for span in spans for index in range(span.start, span.end)}
    kept = [index for index, character in enumerate(text) if index not in read and not character.isspace()]
    found = [index for index, character in enumerate(title) if not character.isspace()]
    moved = dict(zip(kept, found, strict=True))
    inside = [
        [moved[index] for index in range(max(start, 0), min(end, len(text))) if index in moved]
        for start, end in places
    ]
    return [(indexes[0], indexes[-1] + 1) for indexes in inside if indexes]


def separators(nodes: Sequence[Node], spans: Sequence[Span]) -> list[Span]:
    """The punctuation beside spans that would be left over, "and" between two spans, and empty brackets."""
    is_read = _read_nodes(nodes, spans)
    dropped: set[int] = set()
    for begin, end in _runs(nodes, is_read):
        marks = [index for index in range(begin, end) if not is_read[index]]
        is_inside = begin > 0 and any(node.word not in _FINAL for node in nodes[end : end + 2])
        commas = [index for index in marks if nodes[index].word in _LOOSE]
        dropped.update(index for index in marks if not (is_inside and index in commas[:1]))
        if is_inside and nodes[begin - 1].word + nodes[end].word in _BRACKETS:
            dropped.update((begin - 1, *marks, end))
        is_reminder = begin == 0 and "NOTICE" in nodes[0].meanings
        if is_reminder and end < len(nodes) and "REMINDOF" in nodes[end].meanings:
            dropped.add(end)  # "remind me tomorrow to call"
    last = len(nodes) - 1
    if last > 0 and nodes[last].word == "." and (is_read[last - 1] or last - 1 in dropped):
        dropped.add(last)
    return [Span(nodes[index].start, nodes[index].end, Kind.SEPARATOR) for index in sorted(dropped)]


def _read_nodes(nodes: Sequence[Node], spans: Sequence[Span]) -> list[bool]:
    starts = [span.start for span in spans]
    before = [bisect_right(starts, node.start) - 1 for node in nodes]
    return [index >= 0 and node.start < spans[index].end for node, index in zip(nodes, before, strict=True)]


def _runs(nodes: Sequence[Node], is_read: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Runs of spans, with the punctuation beside and between them."""
    is_gone = [is_read[index] or _is_loose(nodes, is_read, index) for index in range(len(nodes))]
    for _, run in groupby(range(len(nodes)), is_gone.__getitem__):
        indexes = list(run)
        if is_gone[indexes[0]] and any(is_read[index] for index in indexes):
            yield indexes[0], indexes[-1] + 1


def _is_loose(nodes: Sequence[Node], is_read: Sequence[bool], index: int) -> bool:
    if "AND" in nodes[index].meanings:
        return 0 < index < len(nodes) - 1 and is_read[index - 1] and is_read[index + 1]
    return nodes[index].word in _LOOSE
