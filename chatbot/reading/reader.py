"""Reads a text: tokens, then phrases, then values, then what they say about one task."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, tzinfo
from itertools import groupby

from . import clocks, dates, days, labels, nths, quantities, repeats, whens
from .calendar import Context
from .english import ENGLISH
from .german import GERMAN
from .grammar import Node, Stage
from .judging import Judge, Silence, phrase_of
from .resolving import Found, Resolver
from .result import Reading, Reason, Span, Unread
from .spacing import Spacing
from .title import places_in_title, separators, title_of
from .tokens import tokenize, words_of

LANGUAGES = {language.code: language for language in (ENGLISH, GERMAN)}
_STAGES = (
    Stage(quantities.NUMBERS),
    Stage(clocks.CLOCKS),
    Stage(quantities.QUANTITIES),
    Stage(quantities.COMPOUNDS, repeats=True),
    Stage(clocks.COUNTED_CLOCKS),
    Stage(repeats.REPEATS),
    Stage(repeats.EXTENSIONS, repeats=True),
    Stage(dates.DATES),
    Stage(nths.NTHS),
    Stage(nths.LED_NTHS),
    Stage(days.DAYS),
    Stage(days.DURATIONS),
    Stage(days.OFFSETS),
    Stage(whens.REMINDERS),
    Stage(whens.RANGES),
    Stage(whens.BOUNDS),
    Stage(whens.WHENS),
)
_LABEL_STAGES = (Stage(labels.LABELS), Stage(labels.MORE_LABELS, repeats=True))
# Every phrase has a word besides these.
_FUNCTION_WORDS = frozenset(
    "A THE ABOUT AROUND AND OR OF TO FOR ON IN AT BY AS WITH FROM BEFORE AFTER UNTIL BETWEEN OTHER THIS ME "
    "PAST TOHOUR T END EXCEPT REMINDOF COMMA COLON DOT DASH APOSTROPHE AGO TIMEWORD".split()
)


def read(
    text: str,
    *,
    now: datetime,
    zone: tzinfo,
    week_start: int = 0,
    language: str = "en",
    plain: Iterable[tuple[int, int]] = (),
) -> Reading:
    """What `text` says about one task, as of `now` (aware) in the person's `zone`.

    `week_start` is a weekday, Monday 0 to Sunday 6. The places `plain` stay in the title unread. A language
    without a table is read as English. Reading the title again finds nothing more. Never raises for a text.
    """
    table = LANGUAGES.get(language.partition("-")[0].lower(), ENGLISH)
    spacing = Spacing(text)
    context = Context(spacing.text, now.astimezone(zone), week_start, table)
    return spacing.outwards(_read_for_good(context, spacing.inwards(plain)))


def _read_for_good(context: Context, plain: list[tuple[int, int]]) -> Reading:
    """What is left would be read once more? Then the words belong together in another way than was thought,
    and none is read."""
    reading = _read(context, plain)
    plain_in_title = places_in_title(context.text, reading.title, reading.spans, plain)
    if not reading.spans or not _read(replace(context, text=reading.title), plain_in_title).spans:
        return reading
    return Reading(
        context.text, unread=tuple(_unread(context, span, Reason.AMBIGUOUS) for span in reading.spans)
    )


def _read(context: Context, plain: Iterable[tuple[int, int]]) -> Reading:
    nodes = _phrases(context, plain)
    judge = Judge(nodes, context)
    found: list[Found] = []
    left: list[tuple[Found, Reason]] = []
    for index, node in enumerate(nodes):
        phrase = phrase_of(node)
        if phrase is None:
            continue
        one = Found(index, node.start, node.end, *phrase)
        verdict = judge.judge(index, phrase[1])
        if verdict is None:
            found.append(one)
        elif not isinstance(verdict, Silence):
            left.append((one, verdict))
    resolver = Resolver(found, context, words_of(nodes), [one for one, _ in left])
    reading = resolver.resolve()
    spans = sorted(resolver.spans, key=lambda span: span.start)
    spans = sorted([*spans, *separators(nodes, spans)], key=lambda span: span.start)
    unread = [_unread(context, one, reason) for one, reason in [*left, *resolver.left]]
    return replace(
        reading,
        title=title_of(context.text, spans),
        spans=tuple(spans),
        unread=tuple(sorted(unread, key=lambda one: one.start)),
    )


def _phrases(context: Context, plain: Iterable[tuple[int, int]]) -> list[Node]:
    nodes = tokenize(context.text, context.language, plain)
    nodes = context.language.phrases.apply(nodes, context)
    nodes = [node for piece in _pieces(nodes) for node in _parsed(piece, context)]
    for stage in _LABEL_STAGES:
        nodes = stage.apply(nodes, context)
    return nodes


def _parsed(nodes: list[Node], context: Context) -> list[Node]:
    if all(node.meanings.keys() <= _FUNCTION_WORDS for node in nodes):
        return nodes
    for stage in _STAGES:
        nodes = stage.apply(nodes, context)
    return nodes


def _pieces(nodes: list[Node]) -> Iterator[list[Node]]:
    """The nodes between words that mean nothing: no phrase reaches beyond those."""
    for _, piece in groupby(nodes, lambda node: bool(node.meanings)):
        yield list(piece)


def _unread(context: Context, place: Found | Span, reason: Reason) -> Unread:
    words = context.text[place.start : place.end]
    message = context.language.reasons[reason].format(words=words)
    return Unread(place.start, place.end, reason, message)
