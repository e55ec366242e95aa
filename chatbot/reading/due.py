"""Reads words that are known to be about a due date: "to friday at 5", "3.12.", "by a week"."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, tzinfo

from dateutil.relativedelta import relativedelta

from . import dates, days, nths, whens
from .calendar import Context
from .grammar import Node, Stage, Values, rules
from .languages import language_of
from .moments import hour_of, moment_at
from .phrases import TIMES_AND_REPEATS, find_phrases
from .result import Place, Reason, Unread
from .spacing import Spacing
from .tokens import is_whole
from .values import Clock, Day, Quantity, When


@dataclass(frozen=True, slots=True)
class Due(Place):
    """A due date of its own.

    `due` is a date for a whole day, or an aware datetime in the person's zone. `day` and `time` are what was
    named of it. `is_hour_guessed` says that morning or evening was left open ("at 5").
    """

    due: date | datetime
    day: date | None
    time: time | None
    is_hour_guessed: bool = False

    def moved_from(self, due: date | datetime) -> date | datetime:
        """The new due date of a task due at `due`, a date or a datetime in the person's zone.

        A time alone keeps the task's day unless that is over; a day alone keeps the task's time.
        """
        if self.day is None and self.time is not None and isinstance(self.due, datetime):
            day = due.date() if isinstance(due, datetime) else due
            return max(_wall(day, self.time, self.due.tzinfo), self.due)
        if isinstance(due, datetime) and not isinstance(self.due, datetime):
            return _wall(self.due, due.time(), due.tzinfo)
        return self.due


@dataclass(frozen=True, slots=True)
class Shift(Place):
    """So much later, or earlier if `delta` is negative, than a task's own due date.

    `has_direction` is False where the words do not say which ("by 2 days"): `delta` is then positive.
    """

    delta: relativedelta
    has_direction: bool

    def moved_from(self, due: date | datetime) -> date | datetime | None:
        """The new due date of a task due at `due`, a date or a datetime in the person's zone.

        Days and longer follow the calendar, hours and minutes are elapsed time. None beyond the calendar,
        and where a whole day was to move by hours.
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


@dataclass(frozen=True, slots=True)
class _Offset:
    """The value of a shift's words. `sign` is 0 where they do not say in which direction."""

    quantity: Quantity
    sign: int


def _offset(v: Values, _: Context) -> _Offset:
    sign = -1 if "EARLIER" in v or "BEFORE" in v else 1 if "LATER" in v or "AFTER" in v else 0
    return _Offset(v["QTY"], sign)


def _offset_by_unit(v: Values, _: Context) -> _Offset | None:
    """ "another day", "the day before", "the following week"."""
    name, size = v["UNIT"]
    sign = 0 if "ANOTHER" in v else -1 if "BEFORE" in v else 1
    return _Offset(Quantity(**{name: size}), sign)


_SHIFTS = rules(
    "SHIFT",
    ("BY|FOR|AT? QTY", _offset),
    ("BY|FOR|AT? ANOTHER QTY", _offset),
    ("BY|FOR|AT? QTY LATER|EARLIER|BEFORE", _offset),
    ("LATER|EARLIER BY|FOR|AT? QTY", _offset),
    ("BY|FOR|AT? ANOTHER UNIT LATER|EARLIER?", _offset_by_unit),
    ("THE UNIT BEFORE|AFTER", _offset_by_unit),
    ("THE FOLLOWING UNIT", _offset_by_unit),
)
_STAGES = (
    *TIMES_AND_REPEATS,
    Stage((*dates.KNOWN_DATES, *dates.DATES, *dates.LED_DATES)),
    Stage(nths.NTHS),
    Stage((*nths.KNOWN_NTHS, *nths.SHORT_NTHS, *nths.LED_NTHS)),
    Stage((*days.KNOWN_DAYS, *days.DAYS)),
    Stage(days.OFFSETS),
    Stage(_SHIFTS),
    Stage((*whens.KNOWN_WHENS, *whens.WHENS)),
)
_PHRASES = {"WHEN", "SHIFT", "REPEAT"}
_LEADS = {"ONTO", "BY", "DUE", "FOR", "ON", "AT", "THE"}
_JOINTS = {"COMMA", "DASH", "AND", "OR"}
_ENDS = frozenset(".!?")


def read_due(
    text: str, *, now: datetime, zone: tzinfo, week_start: int = 0, language: str = "en"
) -> Due | Shift | Unread | None:
    """The due date, or the shift of one, with which `text` ends, as of `now` (aware) in the person's `zone`.

    What stands before `start` was not read: compare it with 0 where the whole text must be the date. `Unread`
    has the reason why words that look like a date are none that a task may have. None without such words.
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
    place = (nodes[start].start, nodes[-1].end) if phrases else (0, 0)
    if not phrases or not is_whole(context.text, *place):
        return None
    values = [node.meanings.get("WHEN") or node.meanings.get("SHIFT") for node in phrases]
    times = [value for value in values if isinstance(value, When)]
    offsets = [value for value in values if isinstance(value, _Offset)]
    if (len(times) < len(phrases) and len(offsets) != len(phrases)) or len(offsets) > 1:
        return context.unread(*place, Reason.SEVERAL)
    found = _shift(place, offsets[0]) if offsets else _due(place, times, context)
    return context.unread(*place, found) if isinstance(found, Reason) else found


def _last_phrases(nodes: list[Node]) -> tuple[list[Node], int]:
    """The phrases at the end of the text, and the index of the first node that belongs to them.

    "from friday to monday" is one phrase, "monday".
    """
    phrases: list[Node] = []
    start = index = len(nodes)
    while index > 0:
        index -= 1
        meanings = nodes[index].meanings.keys()
        if _PHRASES & meanings:
            phrases.append(nodes[index])
            start = index
        elif phrases and _LEADS & meanings:
            start = index
            if "ONTO" in meanings:
                return phrases, index - 2 if _has_from(nodes, index) else index
        elif not (phrases and _JOINTS & meanings):
            break
    return phrases, start


def _has_from(nodes: list[Node], index: int) -> bool:
    """Whether "from friday" stands before the node."""
    return index > 1 and "FROM" in nodes[index - 2].meanings and "WHEN" in nodes[index - 1].meanings


def _shift(place: tuple[int, int], offset: _Offset) -> Shift | Reason:
    quantity, sign = offset.quantity, offset.sign
    if quantity.problem:
        return quantity.problem
    quantity = quantity.reversed() if sign < 0 else quantity
    delta = relativedelta(months=quantity.months, days=quantity.days, minutes=quantity.minutes)
    return Shift(*place, delta, has_direction=sign != 0)


def _due(place: tuple[int, int], found: list[When], context: Context) -> Due | Reason:
    named = {(when.day.on, when.day.moment): when.day for when in found if when.day}
    clocks = [when.clock for when in found if when.clock]
    parts: list[Day | Clock] = [*named.values(), *clocks]
    problem = next((part.problem for part in parts if part.problem), None)
    if problem:
        return problem
    day, clock = next(iter(named.values()), None), hour_of(clocks) if clocks else None
    moment = day.moment if day else None
    if len(named) > 1 or (clocks and (clock is None or moment)):
        return Reason.SEVERAL
    if clock:
        on = day.on if day else None
        return Due(*place, moment_at(on, clock, context), on, clock.at, clock.is_guessed)
    return Due(*place, moment or day.on, day.on, moment.time() if moment else None) if day else Reason.VAGUE


def _wall(day: date, clock: time, zone: tzinfo | None) -> datetime:
    return datetime.combine(day, clock, tzinfo=zone).astimezone(UTC).astimezone(zone)
