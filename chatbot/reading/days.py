"""Rules for days: "tomorrow", "next friday", "the 3rd of May", "24.12.", "a week from friday"."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from .calendar import Context
from .dates import day_of
from .grammar import Values, rules
from .language import DAY, WEEK
from .result import Reason
from .values import Day, Quantity

SATURDAY = 5


def moved(start: date, quantity: Quantity) -> date | None:
    """None beyond the calendar's end."""
    try:
        return start + relativedelta(months=quantity.months, days=quantity.days)
    except (ValueError, OverflowError):
        return None


def _near(v: Values, c: Context) -> Day:
    day = c.today + timedelta(days=v["NEAR"])
    return Day(day, problem=Reason.PAST if day < c.today else None)


def _past(_: Values, c: Context) -> Day:
    """ "last week"."""
    return Day(c.today, problem=Reason.PAST)


def _ago(v: Values, c: Context) -> Day:
    """ "2 days ago"."""
    quantity: Quantity = v["QTY"]
    return Day(moved(c.today, quantity.reversed()) or c.today, problem=quantity.problem or Reason.PAST)


def _weekday(v: Values, c: Context) -> Day:
    name = v["WEEKDAY"]
    return Day(c.coming_weekday(name.number), is_bare=True, is_word=name.is_word, weekday=name.number)


def _this_weekday(v: Values, c: Context) -> Day:
    return replace(_weekday(v, c), is_bare=False, is_word=False)


def _weekday_next_week(v: Values, c: Context) -> Day | None:
    if v.get("UNIT", WEEK) != WEEK:
        return None
    return Day(c.weekday_of_week(v["WEEKDAY"].number, offset_of(v)), needs_room="AFTER" in v)


def offset_of(v: Values) -> int:
    """Which week or other period is meant, from the present one, 0."""
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
    return _near(v, c) if "NEAR" in v else _this_weekday(v, c)


def _weekend(v: Values, c: Context) -> Day:
    """Its Saturday; on its Sunday, "this weekend" is today."""
    saturday = c.today + timedelta(days=(SATURDAY - c.today.weekday()) % 7)
    if c.today.weekday() == SATURDAY + 1:
        saturday = c.today - timedelta(days=1)
    return Day(max(saturday + timedelta(weeks=offset_of(v)), c.today), needs_room=True)


def _in_quantity(v: Values, c: Context) -> Day:
    quantity: Quantity = v["QTY"]
    if quantity.problem:
        return Day(c.today, problem=quantity.problem)
    if quantity.minutes and not (quantity.months or quantity.days):
        moment = c.after(timedelta(minutes=quantity.minutes))
        return Day(moment.date(), moment, is_led=True)
    day = day_of(moved(c.today, quantity), c)
    if quantity.minutes and not day.problem:
        moment = c.after(timedelta(minutes=quantity.minutes), since=c.at(day.on, c.now.time()))
        return Day(moment.date(), moment, is_led=True)
    return replace(day, is_led=True)


def _from_day(v: Values, c: Context) -> Day | None:
    """ "a week from friday", "2 days after tomorrow", "a week today"."""
    day, quantity = v["DAY"], v["QTY"]
    is_in_weeks = quantity.days and quantity.days % 7 == 0
    is_joined = any(word in v for word in ("FROM", "AFTER", "BEFORE"))
    if day.problem or quantity.minutes or day.moment or not (is_joined or is_in_weeks):
        return None
    offset = quantity.reversed() if "BEFORE" in v else quantity
    return Day(c.today, problem=quantity.problem) if quantity.problem else day_of(moved(day.on, offset), c)


def _quantity_after(v: Values, c: Context) -> Day | None:
    """ "Friday in two weeks"."""
    quantity: Quantity = v["QTY"]
    if quantity.minutes or quantity.problem:
        return None
    if "NEAR" in v:
        return day_of(moved(_near(v, c).on, quantity), c)
    if quantity.months or quantity.days % 7:
        return None
    return day_of(moved(c.coming_weekday(v["WEEKDAY"].number), quantity), c)


def _day_week(v: Values, c: Context) -> Day | None:
    """ "tomorrow week"."""
    if v["UNIT"] != WEEK or v["DAY"].problem or v["DAY"].moment or v["DAY"].needs_room:
        return None
    return day_of(moved(v["DAY"].on, Quantity(days=7)), c, is_bare=v["DAY"].is_bare)


def _known_month(v: Values, c: Context) -> Day:
    """Its first day, like "next month"."""
    return day_of(max(c.coming_month(v["MONTH"].number), c.today), c)


KNOWN_DAYS = rules("DAY", ("MONTH", _known_month), ("WEEKEND", _weekend))
DAYS = rules(
    "DAY",
    ("NEAR", _near),
    ("LAST UNIT|WEEKEND|PART|WEEKDAY", _past),
    ("QTY AGO", _ago),
    ("AGO QTY", _ago),
    ("WEEKDAY", _weekday),
    ("THE? COMING WEEKDAY", _this_weekday),
    ("THIS COMING? WEEKDAY", _this_weekday),
    ("NEXT WEEKDAY", _weekday_next_week),
    ("NEXT UNIT ON? WEEKDAY", _weekday_next_week),
    ("WEEKDAY NEXT UNIT", _weekday_next_week),
    ("DATE", lambda v, _: v["DATE"]),
    ("WEEKDAY COMMA? THE? DATE", _dated_weekday),
    ("THE? AFTERNEXT WEEKDAY", _weekday_next_week),
    ("THE? WEEKDAY AFTER NEXT UNIT?", _weekday_next_week),
    ("AFTERNEXT UNIT ON? WEEKDAY", _weekday_next_week),
    ("THE? UNIT AFTER NEXT ON? WEEKDAY", _weekday_next_week),
    ("WEEKDAY AFTERNEXT UNIT", _weekday_next_week),
    ("NEXT|COMING|AFTERNEXT UNIT", _next_period),
    ("THE? UNIT AFTER NEXT UNIT?", _next_period),
    ("THE? WEEKEND AFTER NEXT", _weekend),
    ("THE? BEGINNING OF? NEXT UNIT", _next_period),
    ("THIS UNIT", _end_of_period),
    ("THE? END OF? THE|THIS|NEXT? UNIT", _end_of_period),
    ("THIS|NEXT|COMING|AFTERNEXT|THE|ON WEEKEND", _weekend),
    ("ON? EDGE", _end_of_period),
    ("EDGE ON? NEAR|WEEKDAY", _end_of_day),
    ("THE? END OF THE? DAYWORD ON? NEAR|WEEKDAY", _end_of_day),
    ("NEAR|WEEKDAY IN QTY", _quantity_after),
    ("IN QTY", _in_quantity),
    ("IN QTY APOSTROPHE? TIMEWORD", _in_quantity),
    ("QTY FROM NOW", _in_quantity),
)
DURATIONS = rules("DURATION", ("FOR QTY", lambda v, _: v["QTY"]))
OFFSETS = rules(
    "DAY",
    ("QTY FROM|AFTER|BEFORE|ON? DAY", _from_day),
    ("DAY UNIT", _day_week),
)
