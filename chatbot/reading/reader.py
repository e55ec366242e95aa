"""Reads a text: from tokens to phrases, to values, to the fields of one task."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, tzinfo

from . import dates, days, labels, whens
from .calendar import Context
from .grammar import Stage
from .judging import Judge, Silence, phrase_of
from .languages import language_of
from .lists import find_lists
from .phrases import TIMES_AND_REPEATS, find_phrases
from .resolving import FoundPhrase, Resolver
from .result import Kind, Reading, Reason
from .spacing import Spacing
from .title import places_in_title, separators, title_of
from .values import Label

_STAGES = (
    *TIMES_AND_REPEATS,
    Stage(dates.DATES),
    Stage(dates.NTHS),
    Stage(dates.SHORT_NTHS),
    Stage(days.DAYS),
    Stage(days.DURATIONS),
    Stage(days.OFFSETS),
    Stage(whens.REMINDERS),
    Stage(whens.RANGES),
    Stage(whens.BOUNDS),
    Stage(whens.WHENS),
)
_LABEL_STAGES = (Stage(labels.LABELS), Stage(labels.MORE_LABELS, repeats=True))


def read(
    text: str,
    *,
    now: datetime,
    zone: tzinfo,
    week_start: int = 0,
    language: str = "en",
    plain: Iterable[tuple[int, int]] = (),
    lists: Sequence[str] = (),
) -> Reading:
    """What `text` says about one task, as of `now` (aware) in the person's `zone`.

    `week_start` is a weekday, Monday 0 to Sunday 6. The positions in `plain` stay in the title unread.
    `lists` are the names of the person's lists.
    A language without a table is read as English. Reading the title again finds nothing more. Never
    raises for a text.
    """
    spacing = Spacing(text)
    context = Context(
        spacing.text, now.astimezone(zone), week_start, language_of(language), lists=tuple(lists)
    )
    reading = _read_for_good(context, spacing.inwards(plain))
    known = {name.casefold(): name for name in context.lists}
    return replace(
        reading,
        list_name=known.get((reading.list_name or "").casefold(), reading.list_name),
        is_list_known=(reading.list_name or "").casefold() in known,
        spans=tuple(map(spacing.outwards, reading.spans)),
        unread=tuple(map(spacing.outwards, reading.unread)),
    )


def _read_for_good(context: Context, plain: list[tuple[int, int]]) -> Reading:
    """Like `_read`, but read nothing if the title could be read once more: then the words belong together
    in another way than was assumed."""
    reading = _read(context, plain)
    plain_in_title = places_in_title(context.text, reading.title, reading.spans, plain)
    if not reading.spans or not _read(replace(context, text=reading.title), plain_in_title).spans:
        return reading
    return Reading(
        context.text,
        unread=tuple(context.unread(span.start, span.end, Reason.AMBIGUOUS) for span in reading.spans),
    )


def _read(context: Context, plain: Iterable[tuple[int, int]]) -> Reading:
    plain = list(plain)
    named = find_lists(context.text, context.lists, plain)
    nodes = find_phrases(context, _STAGES, [*plain, *named])
    for node in nodes:
        if name := named.get((node.start, node.end)):
            node.meanings["LABEL"] = Label(Kind.LIST, (name,))
    for stage in _LABEL_STAGES:
        nodes = stage.apply(nodes, context)
    judge = Judge(nodes, context)
    found: list[FoundPhrase] = []
    left: list[tuple[FoundPhrase, Reason]] = []
    for index, node in enumerate(nodes):
        phrase = phrase_of(node)
        if phrase is None:
            continue
        one = FoundPhrase(index, node.start, node.end, *phrase)
        verdict = judge.judge(index, phrase[1])
        if verdict is None:
            found.append(one)
        elif not isinstance(verdict, Silence):
            left.append((one, verdict))
    resolver = Resolver(found, context, {node.word for node in nodes}, [one for one, _ in left])
    resolver.resolve()
    spans = sorted(resolver.spans, key=lambda span: span.start)
    spans = sorted([*spans, *separators(nodes, spans)], key=lambda span: span.start)
    unread = [context.unread(one.start, one.end, reason) for one, reason in [*left, *resolver.left]]
    return Reading(
        title_of(context.text, spans),
        **resolver.values,
        spans=tuple(spans),
        unread=tuple(sorted(unread, key=lambda one: one.start)),
    )
