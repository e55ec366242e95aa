"""Rules for days: "tomorrow", "next friday", "the 3rd of May", "24.12.", "a week from friday"."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from .calendar import Context
from .dates import day_of, led
from .grammar import Values, rules
from .quantities import quantity_of
from .result import Reason
from .values import DAY, WEEK, Day, Quantity


def moved(start: date, quantity: Quantity) -> date | None:
    """None if the result is outside of the calendar."""
    try:
        return start + relativedelta(months=quantity.months, days=quantity.days)
    except (ValueError, OverflowError):
        return None


def _near(v: Values, c: Context) -> Day:
    return day_of(c.today + timedelta(days=v["NEAR"]), c)


def _after(start: date, quantity: Quantity, c: Context) -> Day:
    if quantity.problem:
        return Day(c.today, problem=quantity.problem)
    return day_of(moved(start, quantity), c)


def _ago(v: Values, c: Context) -> Day:
    """ "2 days ago", and "2 hours ago", which is today."""
    day = _after(c.today, v["QTY"].reversed(), c)
    return replace(day, problem=day.problem or Reason.PAST)


def _weekday(v: Values, c: Context) -> Day:
    name = v["WEEKDAY"]
    is_bare = {"THIS", "COMING", "EDGE", "END"}.isdisjoint(v)
    is_word = is_bare and name.is_word
    return Day(c.coming_weekday(name.number), is_bare=is_bare, is_word=is_word, weekday=name.number)


def _weekday_next_week(v: Values, c: Context) -> Day | None:
    if v.get("UNIT", WEEK) != WEEK:
        return None
    return Day(c.weekday_of_week(v["WEEKDAY"].number, offset_of(v)), needs_room="AFTER" in v)


def offset_of(v: Values) -> int:
    """The offset of the week or other period from the current one, which is 0."""
    if "AFTERNEXT" in v or "AFTER" in v:
        return 2
    return -1 if "LAST" in v else int("NEXT" in v or "COMING" in v)


def _dated_weekday(v: Values, c: Context) -> Day:
    day: Day = v["DATE"]
    if day.problem or day.on.weekday() == v["WEEKDAY"].number:
        return replace(day, is_bare=False, is_word=False)
    return replace(day, problem=Reason.MISMATCH)


def _next_period(v: Values, c: Context) -> Day | None:
    """Its first day."""
    period = c.period(v["UNIT"], offset_of(v))
    if v.get("UNIT2", v["UNIT"]) != v["UNIT"] or period is None or v["UNIT"] == DAY:
        return None
    return Day(period[0], needs_room=True, is_bare="BEGINNING" in v)


def _end_of_period(v: Values, c: Context) -> Day | None:
    """Its last day; of a week, its Friday."""
    unit, offset = v["UNIT"] if "UNIT" in v else v["EDGE"], int("NEXT" in v)
    period = c.period(unit, offset)
    is_edge = "END" in v or "EDGE" in v
    if period is None or (unit == DAY and not is_edge):
        return None
    last = c.end_of_week(offset) if unit == WEEK else period[1]
    return Day(last, needs_room=True, is_bare=is_edge)


def _end_of_day(v: Values, c: Context) -> Day | None:
    """ "by end of day friday"."""
    if v.get("EDGE", DAY) != DAY:
        return None
    return _near(v, c) if "NEAR" in v else _weekday(v, c)


def _weekend(v: Values, c: Context) -> Day:
    """Its Saturday; on its Sunday, "this weekend" is today."""
    return Day(max(c.weekend(offset_of(v)), c.today), needs_room=True)


def _in_quantity(v: Values, c: Context) -> Day:
    quantity: Quantity = v["QTY"]
    day = _after(c.today, quantity, c)
    if quantity.minutes and not day.problem:
        since = c.at(day.on, c.now.time()) if quantity.months or quantity.days else c.now
        moment = c.after(timedelta(minutes=quantity.minutes), since)
        day = Day(moment.date(), moment)
    return replace(day, is_led=True)


def _from_day(v: Values, c: Context) -> Day | None:
    """ "a week from friday", "2 days after tomorrow", "a week today", "tomorrow week"."""
    day, quantity, is_behind = v["DAY"], quantity_of(v), "UNIT" in v
    is_in_weeks = quantity.days and quantity.days % 7 == 0
    is_joined = not {"FROM", "AFTER", "BEFORE"}.isdisjoint(v)
    if day.problem or day.moment or quantity.minutes or (is_behind and day.needs_room):
        return None
    if not (is_joined or is_in_weeks):
        return None
    found = _after(day.on, quantity.reversed() if "BEFORE" in v else quantity, c)
    return replace(found, is_bare=is_behind and day.is_bare)


def _quantity_after(v: Values, c: Context) -> Day | None:
    """ "Friday in two weeks"."""
    quantity: Quantity = v["QTY"]
    is_in_weeks = not quantity.months and quantity.days % 7 == 0
    if quantity.minutes or quantity.problem or not ("NEAR" in v or is_in_weeks):
        return None
    return _after((_near(v, c) if "NEAR" in v else _weekday(v, c)).on, quantity, c)


DAYS = rules(
    "DAY",
    ("NEAR", _near),
    ("DATE", lambda v, _: v["DATE"]),
    ("WEEKDAY COMMA? THE? DATE", _dated_weekday),
    ("LAST UNIT|WEEKEND|PART|WEEKDAY", lambda _, c: Day(c.today, problem=Reason.PAST)),
    ("QTY AGO; AGO QTY", _ago),
    ("IN QTY; IN QTY APOSTROPHE? TIMEWORD; QTY FROM NOW", _in_quantity),
    ("NEAR|WEEKDAY IN QTY", _quantity_after),
    ("WEEKDAY; THE? COMING WEEKDAY; THIS COMING? WEEKDAY", _weekday),
    ("NEXT WEEKDAY; THE? AFTERNEXT WEEKDAY; THE? WEEKDAY AFTER NEXT UNIT?", _weekday_next_week),
    ("NEXT|AFTERNEXT UNIT ON? WEEKDAY; THE? UNIT AFTER NEXT ON? WEEKDAY", _weekday_next_week),
    ("WEEKDAY NEXT|AFTERNEXT UNIT", _weekday_next_week),
    ("NEXT|COMING|AFTERNEXT UNIT; THE? UNIT AFTER NEXT UNIT?; THE? BEGINNING OF? NEXT UNIT", _next_period),
    ("IN! THE? COMING|AFTERNEXT UNIT; IN! THE? UNIT AFTER NEXT UNIT?; IN! NEXT UNIT", led(_next_period)),
    ("THIS UNIT; THE? END OF? THE|THIS|NEXT? UNIT; ON? EDGE", _end_of_period),
    ("EDGE ON? NEAR|WEEKDAY; THE? END OF THE? DAYWORD ON? NEAR|WEEKDAY", _end_of_day),
    ("THIS|NEXT|COMING|AFTERNEXT|THE|ON WEEKEND; THE? WEEKEND AFTER NEXT", _weekend),
)
KNOWN_DAYS = rules("DAY", ("WEEKEND", _weekend))
DURATIONS = rules("DURATION", ("FOR QTY", lambda v, _: v["QTY"]))
OFFSETS = rules("DAY", ("QTY FROM|AFTER|BEFORE|ON? DAY; DAY UNIT", _from_day))
