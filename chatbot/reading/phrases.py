"""Finds the phrases of a text: its tokens, then the rules in stages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from . import clocks, quantities, repeats
from .calendar import Context
from .grammar import Node, Stage
from .tokens import tokenize

TIMES_AND_REPEATS = (
    Stage(quantities.NUMBERS),
    Stage(clocks.CLOCKS),
    Stage(quantities.QUANTITIES),
    Stage(quantities.COMPOUNDS, repeats=True),
    Stage(clocks.COUNTED_CLOCKS),
    Stage(repeats.REPEATS),
    Stage(repeats.EXTENSIONS, repeats=True),
)
# Every phrase has a word besides these.
_FUNCTION_WORDS = frozenset(
    "A THE ABOUT AROUND AND OR OF TO ONTO FOR ON IN WITHIN AT BY AS WITH FROM BEFORE AFTER SINCE UNTIL "
    "BETWEEN OTHER THIS ME "
    "PAST TOHOUR T END EXCEPT REMINDOF COMMA COLON DOT DASH APOSTROPHE AGO TIMEWORD".split()
)


def find_phrases(
    context: Context, stages: Sequence[Stage], plain: Iterable[tuple[int, int]] = ()
) -> list[Node]:
    """The nodes of the text after all stages. Each position in `plain` becomes one node without a meaning."""
    nodes = tokenize(context.text, context.language, plain)
    nodes = context.language.phrases.apply(nodes, context)
    return [node for piece in _pieces(nodes) for node in _parsed(piece, context, stages)]


def _parsed(nodes: list[Node], context: Context, stages: Sequence[Stage]) -> list[Node]:
    if all(node.meanings.keys() <= _FUNCTION_WORDS for node in nodes):
        return nodes
    for stage in stages:
        nodes = stage.apply(nodes, context)
    return nodes


def _pieces(nodes: list[Node]) -> Iterator[list[Node]]:
    """Groups of nodes between words without a meaning: no phrase spans such a word."""
    for _, piece in groupby(nodes, lambda node: bool(node.meanings)):
        yield list(piece)
