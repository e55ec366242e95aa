"""Rules for repetitions: "every 2 weeks", "on mondays", "the last friday of every month", "daily"."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Literal, cast

from .calendar import Context
from .dates import number_of
from .grammar import Builder, Values, rules
from .language import DAY, HOUR, MINUTE, MONTH, QUARTER, WEEK, YEAR
from .result import Reason
from .values import Clock, Quantity, Repeat

type Frequency = Literal["MINUTELY", "HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY"]

_SIZES: dict[tuple[str, int], tuple[Frequency, int]] = {
    MINUTE: ("MINUTELY", 1),
    HOUR: ("HOURLY", 1),
    DAY: ("DAILY", 1),
    WEEK: ("WEEKLY", 1),
    ("days", 14): ("WEEKLY", 2),
    MONTH: ("MONTHLY", 1),
    QUARTER: ("MONTHLY", 3),
    YEAR: ("YEARLY", 1),
}
_WORKDAYS, SATURDAY = (0, 1, 2, 3, 4), 5
_VAGUE = Repeat("DAILY", problem=Reason.VAGUE)


def _unit(v: Values, _: Any) -> Repeat | None:
    size = _SIZES.get(v["UNIT"])
    factor = 2 if "OTHER" in v else number_of(v) if "ORD" in v or "ORDNUM" in v else 1
    return Repeat(size[0], size[1] * factor) if size and factor > 0 else None


def _quantity(v: Values, _: Any) -> Repeat | None:
    quantity: Quantity = v["QTY"]
    if quantity.problem:
        return Repeat("DAILY", problem=quantity.problem)
    used = [(name, value) for name in ("minutes", "days", "months") if (value := getattr(quantity, name))]
    if len(used) != 1:
        return None
    name, value = used[0]
    for unit, (frequency, interval) in sorted(_SIZES.items(), key=lambda item: -item[0][1]):
        if unit[0] == name and value % unit[1] == 0 and interval == 1:
            return Repeat(frequency, value // unit[1])
    return None


def _weekday(v: Values, _: Any) -> Repeat:
    return Repeat("WEEKLY", 2 if "OTHER" in v else 1, (_named(v),))


def _nth_weekday(v: Values, _: Any) -> Repeat | None:
    if v.get("UNIT", MONTH) != MONTH or number_of(v) not in (-1, 1, 2, 3, 4, 5):
        return None
    return Repeat("MONTHLY", weekdays=(_named(v),), nth=number_of(v))


def _month_day(v: Values, _: Any) -> Repeat | None:
    number = number_of(v)
    if v.get("UNIT", MONTH) != MONTH or not (number == -1 or 1 <= number <= 31):
        return None
    return Repeat("MONTHLY", month_day=number)


def _bare_month_day(v: Values, c: Context) -> Repeat | None:
    """ "every 15th", and not "every 3rd person"."""
    repeat = _month_day(v, c)
    return repeat and replace(repeat, is_bare=True)


def _date(v: Values, c: Context) -> Repeat | None:
    month, number = v["MONTH"].number, number_of(v)
    if v.get("UNIT", YEAR) != YEAR:
        return None
    if c.coming_date(month, number) is None:
        return Repeat("YEARLY", problem=Reason.IMPOSSIBLE)
    return Repeat("YEARLY", month=month, month_day=number)


def _adverb(v: Values, _: Any) -> Repeat:
    """ "daily" is an adjective as well ("the daily report")."""
    frequency, interval = v["ADVERB"]
    return Repeat(cast("Frequency", frequency), interval, is_bare=True)


def _detailed(detail_of: Builder) -> Builder:
    """ "every month on the 1st", "weekly on monday"."""

    def build(v: Values, c: Context) -> Repeat | None:
        repeat, detail = v["REPEAT"], detail_of(v, c)
        is_open = not (repeat.problem or repeat.weekdays or repeat.month_day)
        if detail is None or not is_open or repeat.frequency != detail.frequency:
            return None
        return cast("Repeat", replace(detail, interval=repeat.interval))

    return build


def _named(v: Values) -> int:
    """The weekday of "monday", "mondays" or "montags"."""
    return int(next(v[name].number for name in ("WEEKDAY", "WEEKDAYS", "ADVERBDAY") if name in v))


def _also(v: Values, _: Any) -> Repeat | None:
    """ "every monday and friday", "every monday to friday"."""
    repeat: Repeat = v["REPEAT"]
    if repeat.frequency != "WEEKLY" or not repeat.weekdays or repeat.nth:
        return None
    number = _named(v)
    first = repeat.weekdays[-1]
    added = (
        [day % 7 for day in range(first, first + (number - first) % 7 + 1)]
        if "TO" in v or "DASH" in v
        else [number]
    )
    return replace(repeat, weekdays=tuple(sorted({*repeat.weekdays, *added})))


def _except(v: Values, _: Any) -> Repeat:
    repeat: Repeat = v["REPEAT"]
    number = _named(v)
    days = repeat.weekdays or (tuple(range(7)) if repeat.frequency == "DAILY" else ())
    left = tuple(day for day in days if day != number)
    if not left or repeat.nth or repeat.interval > 1:
        return replace(repeat, problem=Reason.VAGUE)
    return replace(repeat, frequency="WEEKLY", weekdays=left)


def _in_part(v: Values, _: Any) -> Repeat | None:
    """ "every sunday evening"."""
    repeat: Repeat = v["REPEAT"]
    return None if repeat.clock else replace(repeat, clock=Clock(v["PART"], is_part=True))


def _counted(v: Values, _: Any) -> Repeat | None:
    return replace(v["REPEAT"], count=v["NUM"]) if v["NUM"] > 0 else None


REPEATS = rules(
    "REPEAT",
    ("EVERY UNIT", _unit),
    ("EVERY OTHER|ORD|ORDNUM UNIT", _unit),
    ("ONCE QTY", _quantity),
    ("ONCE EVERY UNIT", _unit),
    ("EVERY QTY", _quantity),
    ("EVERY OTHER? WEEKDAY", _weekday),
    ("EVERY WORKDAY", lambda *_: Repeat("WEEKLY", weekdays=_WORKDAYS)),
    ("ON WORKDAYS", lambda *_: Repeat("WEEKLY", weekdays=_WORKDAYS)),
    ("ADVERBWORK", lambda *_: Repeat("WEEKLY", weekdays=_WORKDAYS)),
    ("EVERY WEEKEND", lambda *_: Repeat("WEEKLY", weekdays=(SATURDAY,))),
    ("ON? WEEKENDS", lambda *_: Repeat("WEEKLY", weekdays=(SATURDAY,))),
    ("EVERY PART", lambda v, _: Repeat("DAILY", clock=Clock(v["PART"], is_part=True))),
    ("ON? THE? EVERY ORD|ORDNUM WEEKDAY OF|IN THE? UNIT", _nth_weekday),
    ("EVERY ORD|ORDNUM WEEKDAY", _nth_weekday),
    ("ON? THE ORD|ORDNUM WEEKDAY OF|IN EVERY UNIT", _nth_weekday),
    ("EVERY ORDNUM", _bare_month_day),
    ("EVERY NUM DOT", _bare_month_day),
    ("EVERY ORD|ORDNUM OF THE UNIT", _month_day),
    ("EVERY ORD|ORDNUM DAYWORD OF THE? UNIT", _month_day),
    ("ON? THE? ORD|ORDNUM OF? EVERY UNIT", _month_day),
    ("ON NUM DOT EVERY UNIT", _month_day),
    ("ON? THE ORD|ORDNUM DAYWORD OF EVERY UNIT", _month_day),
    ("EVERY MONTH NUM|ORD|ORDNUM", _date),
    ("EVERY HOLIDAY", lambda v, _: Repeat("YEARLY", month=v["HOLIDAY"][0], month_day=v["HOLIDAY"][1])),
    ("EVERY NUM|ORD|ORDNUM DOT? OF? MONTH", _date),
    ("ADVERB", _adverb),
    ("ON WEEKDAYS", _weekday),
    ("ADVERBDAY", _weekday),
    ("OFTEN QTY", lambda *_: _VAGUE),
    ("OFTEN EVERY UNIT", lambda *_: _VAGUE),
    ("NUM TIMES QTY", lambda *_: _VAGUE),
    ("NUM TIMES EVERY UNIT", lambda *_: _VAGUE),
)
EXTENSIONS = rules(
    "REPEAT",
    ("REPEAT PART", _in_part),
    ("REPEAT IN|ON THE? PART", _in_part),
    ("REPEAT ON WEEKDAY", _detailed(_weekday)),
    ("REPEAT ON WEEKDAYS", _detailed(_weekday)),
    ("REPEAT ON THE? ORD|ORDNUM", _detailed(_month_day)),
    ("REPEAT ON NUM DOT", _detailed(_month_day)),
    ("REPEAT ON THE? ORD|ORDNUM WEEKDAY", _detailed(_nth_weekday)),
    ("REPEAT ON THE? ORD|ORDNUM DAYWORD", _detailed(_month_day)),
    ("REPEAT ON THE? NUM|ORD|ORDNUM DOT? OF? MONTH", _detailed(_date)),
    ("REPEAT ON MONTH NUM|ORD|ORDNUM", _detailed(_date)),
    ("REPEAT COMMA? AND? WEEKDAY|WEEKDAYS|ADVERBDAY", _also),
    ("REPEAT TO|DASH WEEKDAY", _also),
    ("REPEAT EXCEPT ON? WEEKDAY|WEEKDAYS", _except),
    ("REPEAT FOR? NUM TIMES", _counted),
)
