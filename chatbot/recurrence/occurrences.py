"""The occurrences of a series, in a time zone; python-dateutil computes those of the calendar."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import MAXYEAR, UTC, date, datetime, time, timedelta, tzinfo
from typing import cast

from dateutil.rrule import rrule, rrulestr

from .rule import Recurrence

HORIZON = 40  # years that are searched: a rule without an occurrence ends
_ENDS = {"COUNT", "UNTIL"}
_STEPS = {"MINUTELY": timedelta(minutes=1), "HOURLY": timedelta(hours=1)}


def following(recurrence: Recurrence, start: datetime, after: datetime, zone: tzinfo) -> datetime | None:
    """The first occurrence after a moment of the series that begins at `start`; None if it has ended.

    Days keep their time of day in the zone over clock changes; a time that is skipped there moves by the
    change, as in a calendar. Hours and minutes are elapsed time.
    """
    count, last = recurrence.parts.get("COUNT"), _last(recurrence, zone)
    series = _elapsed if recurrence.is_elapsed else _calendar
    for position, moment in series(recurrence, start, after, zone):
        if (count and position >= int(count)) or (last and moment > last):
            return None
        if moment > after and moment.astimezone(zone).date() not in recurrence.exceptions:
            return moment
    return None


def happens(recurrence: Recurrence) -> bool:
    """Whether the rule has any occurrence: there is no 31 February."""
    parts = {name: value for name, value in recurrence.parts.items() if name not in {*_ENDS, "INTERVAL"}}
    start = datetime(2000, 1, 1, tzinfo=UTC)
    return following(Recurrence(_joined(parts)), start, start - timedelta(days=1), UTC) is not None


def _elapsed(
    recurrence: Recurrence, start: datetime, after: datetime, zone: tzinfo
) -> Iterator[tuple[int, datetime]]:
    """The occurrences after a moment, with their positions from 0 on."""
    parts = recurrence.parts
    step = _STEPS[parts["FREQ"]] * int(parts.get("INTERVAL", 1))
    begin = start.astimezone(UTC)
    position = max(0, (after - begin) // step + 1)
    while (moment := begin + position * step) < _horizon(after):
        yield position, moment.astimezone(zone)
        position += 1


def _calendar(
    recurrence: Recurrence, start: datetime, after: datetime, zone: tzinfo
) -> Iterator[tuple[int, datetime]]:
    """All occurrences from the first on, with their positions from 0 on."""
    begin, bound = (moment.astimezone(zone).replace(tzinfo=None) for moment in (start, after))
    endless = {name: value for name, value in recurrence.parts.items() if name not in _ENDS}
    rule = cast(rrule, rrulestr(_joined(endless), dtstart=begin)).replace(until=_horizon(max(begin, bound)))
    for position, local in enumerate(rule):
        # Converted to UTC and back, so that a time that a clock change skips becomes one that exists.
        yield position, local.replace(tzinfo=zone).astimezone(UTC).astimezone(zone)


def _joined(parts: Mapping[str, str]) -> str:
    return ";".join(f"{name}={value}" for name, value in parts.items())


def _horizon(moment: datetime) -> datetime:
    return datetime(min(moment.year + HORIZON, MAXYEAR - 1), 1, 1, tzinfo=moment.tzinfo)


def _last(recurrence: Recurrence, zone: tzinfo) -> datetime | None:
    """The moment of UNTIL, which is included; a date alone is its whole day."""
    until = recurrence.parts.get("UNTIL")
    if until is None:
        return None
    day = date(int(until[:4]), int(until[4:6]), int(until[6:8]))
    if "T" not in until:
        return datetime.combine(day, time.max, zone)
    clock = time(int(until[9:11]), int(until[11:13]), int(until[13:15]))
    return datetime.combine(day, clock, UTC if until.endswith("Z") else zone)
