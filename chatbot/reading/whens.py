"""Rules that put days and times together with their prepositions: due, ranges, until, starting, reminders."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

from dateutil.relativedelta import relativedelta

from .calendar import Context
from .clocks import likely
from .dates import number_of
from .days import moved
from .grammar import Builder, Values, rules
from .moments import in_part
from .result import Reason
from .values import Clock, Day, Quantity, Range, Reminder, When


def _due_day(v: Values, _: Context) -> When:
    day: Day = v["DAY"]
    clock = _of_part(v["PART"]) if "PART" in v else None
    is_led = day.is_led or any(lead in v for lead in ("ON", "BY", "BEFORE", "DUE", "FOR", "AT"))
    return When(day, clock, is_led, is_by="BY" in v)


def _due_clock(v: Values, _: Context) -> When:
    clock: Clock = v["CLOCK"]
    part = v.get("PART", v.get("PARTALONE"))
    clock = in_part(clock, part) if part else clock
    is_led = bool(part) or any(lead in v for lead in ("AT", "BY", "BEFORE", "DUE", "FOR", "ON", "AROUND"))
    return When(None, replace(clock, is_bare=clock.is_bare and not is_led), is_led)


def _bare_number(v: Values, _: Context) -> When | None:
    """ "at 5", "at five thirty"."""
    minute = v.get("NUM2", 0)
    if minute % 5 or minute == 5:
        return None
    clock = likely(v["NUM"], minute, is_number=True)
    part = v.get("PART", v.get("PARTALONE"))
    if clock and part:
        clock = replace(in_part(clock, part), is_number=False)
    return When(None, clock, is_led=True) if clock else None


def _part(v: Values, _: Context) -> When:
    return When(
        None, _of_part(next(v[name] for name in ("DAYTIME", "PARTALONE", "PART") if name in v)), is_led=True
    )


def _of_part(at: time) -> Clock:
    return Clock(at, is_part=True)


def _timestamp(v: Values, _: Context) -> When:
    """ "2026-12-03T19:00"."""
    return When(v["DAY"], v["CLOCK"], is_led=True)


def _part_of_today(v: Values, c: Context) -> When:
    """ "tonight". Said too late for its hour, it means the day's last minute."""
    at = v["PART"] if "PART" in v else v["TONIGHT"]
    return When(Day(c.today), _of_part(at if c.at(c.today, at) > c.now else time(23, 59)), is_led=True)


def _weekday_part(v: Values, c: Context) -> When:
    """ "Freitagabend"."""
    number, part = v["WEEKDAYPART"]
    return When(Day(c.coming_weekday(number), is_bare="ON" not in v), _of_part(part), is_led="ON" in v)


def _range_of_days(v: Values, c: Context) -> tuple[When, When] | None:
    first, last = v["DAY"], v["DAY2"]
    if first.moment or last.moment:
        return None
    problem = first.problem or last.problem
    on: date | None = last.on
    if on and on < first.on:
        later = relativedelta(weeks=1) if last.weekday is not None else relativedelta(years=1)
        on = on + later if on + later >= first.on else None
    problem = problem or (Reason.IMPOSSIBLE if on is None else None)
    is_led = "FROM" in v or "BETWEEN" in v or "ON" in v
    return When(replace(first, problem=problem), is_led=is_led), When(replace(last, on=on or last.on))


def _range_to_led_day(v: Values, c: Context) -> tuple[When, When] | None:
    """ "vom 20.12. bis 3.1."."""
    is_range = v["DAY2"].is_led and not v["DAY"].is_led and c.language.does_by_end_series
    return _range_of_days(v, c) if is_range else None


def _range_to_number(v: Values, c: Context) -> tuple[When, When] | None:
    """ "Dec 20-24"."""
    first: Day = v["DATE"]
    number = number_of(v)
    if first.problem or first.moment or first.weekday is not None or not first.on.day < number <= 31:
        return None
    last = first.on + timedelta(days=number - first.on.day)
    return (When(first), When(replace(first, on=last))) if last.month == first.on.month else None


def _range_from_number(v: Values, c: Context) -> tuple[When, When] | None:
    """ "20-24 December"."""
    last: Day = v["DATE"]
    if last.problem or last.moment or last.weekday is not None or not 0 < v["NUM"] < last.on.day:
        return None
    return When(replace(last, on=last.on.replace(day=v["NUM"]))), When(last)


def _range_of_clocks(v: Values, c: Context) -> tuple[When, When] | None:
    first, last = v["CLOCK"], v["CLOCK2"]
    if first.problem or last.problem:
        return When(None, replace(first, problem=Reason.IMPOSSIBLE)), When(None, last)
    if last.is_guessed:
        morning = last.at.replace(hour=last.at.hour % 12)
        evening = morning.replace(hour=morning.hour + 12)
        last = replace(last, at=evening if morning <= first.at < evening else morning)
    return When(None, replace(first, is_bare=False)), When(None, last)


def _number_to_clock(v: Values, c: Context) -> tuple[When, When] | None:
    """ "5-6pm": the last such hour before the end."""
    last: Clock = v["CLOCK"]
    if last.problem or not 1 <= v["NUM"] <= 23:
        return None
    likely_hours = (v["NUM"] % 12, v["NUM"] % 12 + 12) if v["NUM"] <= 12 else (v["NUM"],)
    hours = [hour for hour in likely_hours if time(hour) < last.at]
    if not hours:
        return None
    return When(None, Clock(time(hours[-1]), is_guessed=last.is_guessed)), When(None, last)


def _range(build: Builder) -> Builder:
    def whole(v: Values, c: Context) -> Range | None:
        found = build(v, c)
        joint = max(v.starts[name] for name in ("TO", "UNTIL", "DASH", "AND", "BY", "DAY2") if name in v)
        return Range(found[0], found[1], joint) if found else None

    return whole


def _for_quantity(v: Values, c: Context) -> When | None:
    """ "for 10 days", from today on: the end of a series, and nothing else."""
    quantity: Quantity = v["DURATION"]
    end = None if quantity.minutes or quantity.problem else moved(c.today, quantity)
    return When(Day(end - timedelta(days=1))) if end else None


def _reminder(v: Values, _: Context) -> Reminder | None:
    if "UNIT" in v:
        name, size = v["UNIT"]
        return Reminder(size * (1_440 if name == "days" else 1)) if name != "months" else None
    if "QTY" not in v:
        return Reminder()
    quantity: Quantity = v["QTY"]
    if quantity.problem or quantity.months:
        return None
    return Reminder(quantity.days * 1_440 + quantity.minutes)


KNOWN_WHENS = rules(
    "WHEN",
    ("ONTO NUM", _bare_number),
    ("ONTO NUM NUM", _bare_number),
    ("ONTO? THE? PARTALONE", _part),
)
RANGES = rules(
    "RANGE",
    ("ON|FROM? DAY TO|UNTIL|DASH DAY", _range(_range_of_days)),
    ("BETWEEN DAY AND DAY", _range(_range_of_days)),
    ("FROM? DAY DAY", _range(_range_to_led_day)),
    ("FROM DAY BY DAY", _range(_range_of_days)),
    ("FROM THE? NUM DOT BY DATE", _range(_range_from_number)),
    ("ON|FROM? DATE TO|UNTIL|DASH NUM|ORDNUM", _range(_range_to_number)),
    ("ON|FROM? THE? NUM DOT? TO|UNTIL|DASH DATE", _range(_range_from_number)),
    ("BETWEEN THE? NUM DOT? AND DATE", _range(_range_from_number)),
    ("AT|FROM? CLOCK TO|UNTIL|DASH CLOCK", _range(_range_of_clocks)),
    ("BETWEEN CLOCK AND CLOCK", _range(_range_of_clocks)),
    ("AT|FROM? NUM TO|UNTIL|DASH CLOCK", _range(_number_to_clock)),
    ("BETWEEN NUM AND CLOCK", _range(_number_to_clock)),
)
BOUNDS = rules(
    "BOUND",
    ("DURATION", _for_quantity),
    ("UNTIL|UPTO THE? DAY", lambda v, _: When(v["DAY"], is_led=True)),
    ("UNTIL|UPTO CLOCK", lambda v, _: When(None, v["CLOCK"], is_led=True)),
) + rules(
    "START",
    ("STARTING COLON? ON|FROM|WITH|AT? DAY", lambda v, _: When(v["DAY"], is_led=True)),
    ("FROM DAY ON|ONWARDS", lambda v, _: When(v["DAY"], is_led=True)),
    ("FROM DAY", lambda v, _: When(v["DAY"])),
)
WHENS = rules(
    "WHEN",
    ("DUE|ON|BY|BEFORE|FOR|AT? DAY PART?", _due_day),
    ("DUE COLON? ON|BY|BEFORE|FOR|AT|IN? DAY PART?", _due_day),
    ("DUE|ON|BY|BEFORE|FOR? DAY IN|AT|ON THE? PART", _due_day),
    ("DAY T CLOCK", _timestamp),
    ("DUE? AT|ON|BY|BEFORE|FOR? CLOCK", _due_clock),
    ("DUE COLON CLOCK", _due_clock),
    ("AT? AROUND CLOCK", _due_clock),
    ("AT ABOUT CLOCK", _due_clock),
    ("AT AROUND|ABOUT NUM", _bare_number),
    ("AT? CLOCK IN THE? PART", _due_clock),
    ("AT? CLOCK PARTALONE", _due_clock),
    ("DUE? AT NUM", _bare_number),
    ("DUE? AT NUM NUM", _bare_number),
    ("AT NUM IN THE? PART", _bare_number),
    ("AT NUM PARTALONE", _bare_number),
    ("IN THE PART", _part),
    ("DAYTIME", _part),
    ("AT PART", _part),
    ("ON THE? PART", _part),
    ("THIS PART", _part_of_today),
    ("TONIGHT", _part_of_today),
    ("ON? WEEKDAYPART", _weekday_part),
)
REMINDERS = rules(
    "NOTICE",
    ("REMIND ME? COMMA? QTY BEFORE", _reminder),
    ("WITH? A? REMINDER COLON? QTY BEFORE", _reminder),
    ("REMINDER COLON? QTY", _reminder),
    ("WITH A QTY REMINDER", _reminder),
    ("REMIND ME? THE UNIT BEFORE", _reminder),
    ("REMIND ME", _reminder),
)
