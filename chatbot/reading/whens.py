"""Rules that combine days and times with their prepositions: due, ranges, until, starting, reminders."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

from dateutil.relativedelta import relativedelta

from .calendar import Context, date_or_none
from .clocks import following, in_part, likely, preceding
from .dates import edge_of_month, number_of
from .days import moved
from .grammar import Values, rules
from .quantities import quantity_of
from .result import Reason
from .values import Clock, Day, Quantity, Reminder, When

_LEADS = {"ON", "BY", "BEFORE", "DUE", "FOR", "AT", "AROUND"}
_JOINTS = ("TO", "UNTIL", "DASH", "AND", "BY", "DAY2")
_DAY_MINUTES = 1_440


def _part_of(v: Values) -> Clock | None:
    return next((v[name] for name in ("DAYTIME", "PARTALONE", "PART", "TONIGHT") if name in v), None)


def _is_led(v: Values) -> bool:
    return not _LEADS.isdisjoint(v)


def _day(v: Values, _: Context) -> When:
    day: Day = v["DAY"]
    return When(day, _part_of(v), is_led=day.is_led or _is_led(v), is_by=day.is_by or "BY" in v)


def _clock(v: Values, _: Context) -> When:
    part = _part_of(v)
    clock, is_led = in_part(v["CLOCK"], part), part is not None or _is_led(v)
    return When(None, replace(clock, is_bare=clock.is_bare and not is_led), is_led)


def _number(v: Values, _: Context) -> When | None:
    """ "at 5", "at five thirty"."""
    minute, part = v.get("NUM2", 0), _part_of(v)
    clock = likely(v["NUM"], minute) if minute % 5 == 0 and minute != 5 else None
    return When(None, replace(in_part(clock, part), is_number=part is None), is_led=True) if clock else None


def _part_of_today(v: Values, c: Context) -> When:
    """ "tonight". If its hour is over, it is the last minute of the day."""
    part = _part_of(v)
    if part and c.at(c.today, part.at) <= c.now:
        part = replace(part, at=time(23, 59))
    return When(Day(c.today), part, is_led=True)


def _weekday_part(v: Values, c: Context) -> When:
    """ "Freitagabend"."""
    number, part = v["WEEKDAYPART"]
    return When(Day(c.coming_weekday(number), is_bare="ON" not in v), part, is_led="ON" in v)


def _led(v: Values, _: Context) -> When:
    """ "until friday", "2026-12-03T19:00", "in the morning"."""
    return When(v.get("DAY"), v.get("CLOCK") or _part_of(v), is_led=True)


def _until_month(v: Values, c: Context) -> When | None:
    """ "until June": until its first day, as "by June"."""
    day = edge_of_month(v, c)
    return When(day, is_led=True) if day else None


def _range(v: Values, first: Day | Clock, last: Day | Clock, *, is_led: bool = False) -> When:
    split = max(v.starts[name] for name in _JOINTS if name in v)
    return replace(_when(first), is_led=is_led, last=_when(last), split=split)


def _when(part: Day | Clock) -> When:
    return When(part) if isinstance(part, Day) else When(None, part)


def _range_of_days(v: Values, c: Context) -> When | None:
    first, last = v["DAY"], v["DAY2"]
    if first.moment or last.moment:
        return None
    on: date = last.on
    if on < first.on:
        on += relativedelta(weeks=1) if last.weekday is not None else relativedelta(years=1)
    problem = first.problem or last.problem or (Reason.IMPOSSIBLE if on < first.on else None)
    is_led = not {"FROM", "BETWEEN", "ON"}.isdisjoint(v)
    return _range(v, replace(first, problem=problem), replace(last, on=on), is_led=is_led)


def _range_to_led_day(v: Values, c: Context) -> When | None:
    """ "vom 20.12. bis 3.1."."""
    is_range = v["DAY2"].is_led and not v["DAY"].is_led and c.language.does_by_end_series
    return _range_of_days(v, c) if is_range else None


def _range_to_number(v: Values, c: Context) -> When | None:
    """ "Dec 20-24"."""
    day = _in_month_of(v["DATE"], number_of(v))
    return _range(v, v["DATE"], day) if day and day.on > v["DATE"].on else None


def _range_from_number(v: Values, c: Context) -> When | None:
    """ "20-24 December"."""
    day = _in_month_of(v["DATE"], number_of(v))
    return _range(v, day, v["DATE"]) if day and day.on < v["DATE"].on else None


def _in_month_of(day: Day, number: int) -> Day | None:
    on = date_or_none(day.on.year, day.on.month, number)
    return replace(day, on=on) if on and not (day.problem or day.weekday is not None) else None


def _range_of_clocks(v: Values, _: Context) -> When:
    first, last = v["CLOCK"], v["CLOCK2"]
    if first.problem or last.problem:
        return _range(v, replace(first, problem=Reason.IMPOSSIBLE), last)
    return _range(v, replace(first, is_bare=False), following(first, last))


def _range_from_hour(v: Values, _: Context) -> When | None:
    """ "5-6pm"."""
    first = None if v["CLOCK"].problem else preceding(v["NUM"], v["CLOCK"])
    return _range(v, first, v["CLOCK"]) if first else None


def _for_quantity(v: Values, c: Context) -> When | None:
    """ "for 10 days", from today on: only the end of a series."""
    quantity: Quantity = v["DURATION"]
    end = None if quantity.minutes or quantity.problem else moved(c.today, quantity)
    return When(Day(end - timedelta(days=1))) if end else None


def _reminder(v: Values, _: Context) -> Reminder | None:
    if "QTY" not in v and "UNIT" not in v:
        return Reminder()
    quantity = quantity_of(v)
    is_short = not (quantity.problem or quantity.months)
    return Reminder(quantity.days * _DAY_MINUTES + quantity.minutes) if is_short else None


RANGES = rules(
    "RANGE",
    ("ON|FROM? DAY TO|UNTIL|DASH DAY; BETWEEN DAY AND DAY; FROM DAY BY DAY", _range_of_days),
    ("FROM? DAY DAY", _range_to_led_day),
    ("FROM THE? NUM DOT BY DATE; ON|FROM? THE? NUM DOT? TO|UNTIL|DASH DATE", _range_from_number),
    ("BETWEEN THE? NUM DOT? AND DATE", _range_from_number),
    ("ON|FROM? DATE TO|UNTIL|DASH NUM|ORDNUM", _range_to_number),
    ("AT|FROM? CLOCK TO|UNTIL|DASH CLOCK; BETWEEN CLOCK AND CLOCK", _range_of_clocks),
    ("AT|FROM? NUM TO|UNTIL|DASH CLOCK; BETWEEN NUM AND CLOCK", _range_from_hour),
)
BOUNDS = rules(
    "BOUND",
    ("DURATION", _for_quantity),
    ("UNTIL|UPTO THE? DAY; UNTIL|UPTO CLOCK", _led),
    ("UNTIL|UPTO MONTH NUM?", _until_month),
) + rules(
    "START",
    ("STARTING COLON? ON|FROM|WITH|AT? DAY; FROM DAY ON|ONWARDS", _led),
    ("FROM DAY", lambda v, _: When(v["DAY"])),
)
WHENS = rules(
    "WHEN",
    ("ON|BY|BEFORE|FOR|AT? DAY PART?; DUE COLON? ON|BY|BEFORE|FOR|AT|IN? DAY PART?", _day),
    ("DUE|ON|BY|BEFORE|FOR? DAY IN|AT|ON THE? PART", _day),
    ("DAY T CLOCK", _led),
    ("DUE? AT|ON|BY|BEFORE|FOR? CLOCK; DUE COLON CLOCK; AT? AROUND CLOCK; AT ABOUT CLOCK", _clock),
    ("AT? CLOCK IN THE? PART; AT? CLOCK PARTALONE", _clock),
    ("DUE? AT NUM; DUE? AT NUM NUM; AT AROUND|ABOUT NUM; AT NUM IN THE? PART; AT NUM PARTALONE", _number),
    ("DAYTIME; AT PART; ON THE? PART; IN THE PART", _led),
    ("THIS PART; TONIGHT", _part_of_today),
    ("ON? WEEKDAYPART", _weekday_part),
)
KNOWN_WHENS = rules(
    "WHEN",
    ("ONTO NUM; ONTO NUM NUM", _number),
    ("ONTO? THE? PARTALONE", _led),
)
REMINDERS = rules(
    "NOTICE",
    ("REMIND ME? COMMA? QTY BEFORE; WITH? A? REMINDER COLON? QTY BEFORE; REMINDER COLON? QTY", _reminder),
    ("WITH A QTY REMINDER; REMIND ME? THE UNIT BEFORE; REMIND ME", _reminder),
)
