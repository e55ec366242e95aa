"""Reads words that are known to be about a due date: "to friday at 5", "3.12.", "by a week"."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, tzinfo

from dateutil.relativedelta import relativedelta

from . import dates, days, whens
from .calendar import Context
from .clocks import hour_of, moment_at
from .grammar import Node, Stage, Values, rules
from .languages import language_of
from .phrases import TIMES_AND_REPEATS, find_phrases
from .quantities import quantity_of
from .result import Place, Reason, Unread
from .spacing import Spacing
from .tokens import is_whole
from .values import When


@dataclass(frozen=True, slots=True)
class Due(Place):
    """A due date that does not depend on an earlier one.

    `due` is a date for a whole day, or an aware datetime in the person's zone. `day` and `time` are the parts
    that were named. `is_hour_guessed`: the text leaves open whether it is morning or evening ("at 5").
    """

    due: date | datetime
    day: date | None
    time: time | None
    is_hour_guessed: bool = False

    def moved_from(self, due: date | datetime) -> date | datetime:
        """The new due date of a task due at `due`, a date or a datetime in the person's zone.

        A time without a day keeps the task's day unless that is over; a day without a time
        keeps the task's time.
        """
        if self.day is None and self.time is not None and isinstance(self.due, datetime):
            day = due.date() if isinstance(due, datetime) else due
            return max(_wall(day, self.time, self.due.tzinfo), self.due)
        if isinstance(due, datetime) and not isinstance(self.due, datetime):
            return _wall(self.due, due.time(), due.tzinfo)
        return self.due


@dataclass(frozen=True, slots=True)
class Shift(Place):
    """A duration by which a task's due date moves: later, or earlier if `delta` is negative.

    `has_direction` is False if the words do not say which ("by 2 days"): `delta` is then positive.
    """

    delta: relativedelta
    has_direction: bool

    def moved_from(self, due: date | datetime) -> date | datetime | None:
        """The new due date of a task due at `due`, a date or a datetime in the person's zone.

        Days and longer units follow the calendar, hours and minutes are elapsed time. None outside of the
        calendar, and if a whole day would have to move by hours.
        """
        elapsed = relativedelta(hours=self.delta.hours, minutes=self.delta.minutes)
        days = self.delta - elapsed
        try:
            if not isinstance(due, datetime):
                return None if elapsed else due + days
            wall = due + days
            return (wall.astimezone(UTC) + elapsed).astimezone(due.tzinfo)
        except (ValueError, OverflowError):
            return None


def _shift(v: Values, _: Context) -> Shift | Reason:
    """ "by 2 days", "another day", "the day before", "the following week"."""
    quantity = quantity_of(v)
    if quantity.problem:
        return quantity.problem
    is_earlier = "EARLIER" in v or "BEFORE" in v
    is_later = not {"LATER", "AFTER", "FOLLOWING"}.isdisjoint(v)
    amount = quantity.reversed() if is_earlier else quantity
    delta = relativedelta(months=amount.months, days=amount.days, minutes=amount.minutes)
    return Shift(0, 0, delta, has_direction=is_earlier or is_later)


_SHIFTS = rules(
    "SHIFT",
    ("BY|FOR|AT? ANOTHER? QTY; BY|FOR|AT? QTY LATER|EARLIER|BEFORE; LATER|EARLIER BY|FOR|AT? QTY", _shift),
    ("BY|FOR|AT? ANOTHER UNIT LATER|EARLIER?; THE UNIT BEFORE|AFTER; THE FOLLOWING UNIT", _shift),
)
_STAGES = (
    *TIMES_AND_REPEATS,
    Stage(dates.DATES, is_known=True),
    Stage(dates.NTHS),
    Stage(dates.SHORT_NTHS, is_known=True),
    Stage((*days.KNOWN_DAYS, *days.DAYS), is_known=True),
    Stage(days.OFFSETS),
    Stage(_SHIFTS),
    Stage((*whens.KNOWN_WHENS, *whens.WHENS)),
)
_PHRASES = {"WHEN", "SHIFT", "REPEAT"}
_LEADS = {"ONTO", "BY", "DUE", "FOR", "ON", "AT", "IN", "THE"}
_JOINTS = {"COMMA", "DASH", "AND", "OR"}
_ENDS = frozenset(".!?")


def read_due(
    text: str, *, now: datetime, zone: tzinfo, week_start: int = 0, language: str = "en"
) -> Due | Shift | Unread | None:
    """The due date, or the shift of one, at the end of `text`, as of `now` (aware) in the person's `zone`.

    The text before `start` was not read: if the whole text must be the date, check that `start` is 0.
    `Unread` has the reason why words that look like a date cannot be a due date. None without such words.
    """
    spacing = Spacing(text)
    context = Context(spacing.text, now.astimezone(zone), week_start, language_of(language))
    found = _read(context)
    return found and spacing.outwards(found)


def _read(context: Context) -> Due | Shift | Unread | None:
    nodes = find_phrases(context, _STAGES)
    while nodes and nodes[-1].word in _ENDS:
        nodes.pop()
    phrases, start = _last_phrases(nodes)
    if not phrases or not is_whole(context.text, nodes[start].start, nodes[-1].end):
        return None
    place = Place(nodes[start].start, nodes[-1].end)
    whens = [node.meanings["WHEN"] for node in phrases if "WHEN" in node.meanings]
    found: Due | Shift | Reason = Reason.SEVERAL
    if len(whens) == len(phrases):
        found = _due(whens, context)
    elif len(phrases) == 1:
        found = phrases[0].meanings.get("SHIFT", found)
    if isinstance(found, Reason):
        return context.unread(place.start, place.end, found)
    return replace(found, start=place.start, end=place.end)


def _last_phrases(nodes: list[Node]) -> tuple[list[Node], int]:
    """The phrases at the end of the text, and the index of the first node that belongs to them.

    "from friday to monday" is one phrase, "monday", and "due today by a day" is "by a day": the words before
    it select the tasks.
    """
    phrases: list[Node] = []
    start = index = len(nodes)
    while index > 0:
        index -= 1
        meanings = nodes[index].meanings.keys()
        if _PHRASES & meanings:
            phrases.append(nodes[index])
            start = index
            if "SHIFT" in meanings and len(phrases) == 1:
                break
        elif phrases and _LEADS & meanings:
            start = index
            if "ONTO" in meanings:
                return phrases, index - 2 if _has_from(nodes, index) else index
        elif not (phrases and _JOINTS & meanings):
            break
    return phrases, start


def _has_from(nodes: list[Node], index: int) -> bool:
    """Whether "from friday" precedes the node."""
    return index > 1 and "FROM" in nodes[index - 2].meanings and "WHEN" in nodes[index - 1].meanings


def _due(whens: list[When], context: Context) -> Due | Reason:
    days = list({(when.day.on, when.day.moment): when.day for when in whens if when.day}.values())
    clocks = [when.clock for when in whens if when.clock]
    problems = [day.problem for day in days] + [clock.problem for clock in clocks]
    problem = next(filter(None, problems), None)
    if problem:
        return problem
    day, clock = next(iter(days), None), hour_of(clocks)
    exact = day.moment if day else None
    if len(days) > 1 or (clocks and (exact or clock is None)):
        return Reason.SEVERAL
    on = day.on if day else None
    if clock:
        return Due(0, 0, moment_at(on, clock, context), on, clock.at, clock.is_guessed)
    if on is None:
        return Reason.VAGUE
    return Due(0, 0, exact or on, on, exact.time() if exact else None)


def _wall(day: date, clock: time, zone: tzinfo | None) -> datetime:
    return datetime.combine(day, clock, tzinfo=zone).astimezone(UTC).astimezone(zone)
