"""Rules for repetitions: "every 2 weeks", "on mondays", "the last friday of every month", "daily"."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

from .calendar import SATURDAY, Context
from .dates import number_of
from .grammar import Builder, Values, rules
from .quantities import quantity_of
from .result import Reason
from .values import DAY, HOUR, MINUTE, MONTH, WEEK, YEAR, Frequency, Quantity, Repeat

_FREQUENCIES: dict[Quantity, Frequency] = {
    MINUTE: "MINUTELY",
    HOUR: "HOURLY",
    DAY: "DAILY",
    WEEK: "WEEKLY",
    MONTH: "MONTHLY",
    YEAR: "YEARLY",
}
_WORKDAYS = (0, 1, 2, 3, 4)
_VAGUE = Repeat("DAILY", problem=Reason.VAGUE)


def _every(quantity: Quantity) -> Repeat | None:
    if quantity.problem:
        return Repeat("DAILY", problem=quantity.problem)
    counted = quantity.units()
    return Repeat(_FREQUENCIES[counted[1]], counted[0]) if counted else None


def _quantity(v: Values, _: Any) -> Repeat | None:
    """ "every 2 weeks", "every other day", "every third month"."""
    repeat = _every(quantity_of(v))
    factor = 2 if "OTHER" in v else number_of(v) if "ORD" in v or "ORDNUM" in v else 1
    return replace(repeat, interval=repeat.interval * factor) if repeat and factor > 0 else None


def _weekday(v: Values, _: Any) -> Repeat:
    return Repeat("WEEKLY", 2 if "OTHER" in v else 1, (_named(v),))


def _nth(v: Values, _: Any) -> Repeat | None:
    """ "every first friday", "on the last day of every month"."""
    number, is_weekday = number_of(v), "WEEKDAY" in v
    exists = number == -1 or 1 <= number <= (5 if is_weekday else 31)
    if v.get("UNIT", MONTH) != MONTH or not exists:
        return None
    if is_weekday:
        return Repeat("MONTHLY", weekdays=(_named(v),), nth=number)
    return Repeat("MONTHLY", month_day=number)


def _bare_nth(v: Values, c: Context) -> Repeat | None:
    """ "every 15th", but not "every 3rd person"."""
    repeat = _nth(v, c)
    return repeat and replace(repeat, is_bare=True)


def _date(v: Values, c: Context) -> Repeat:
    month, number = v["MONTH"].number, number_of(v)
    if c.coming_date(month, number) is None:
        return Repeat("YEARLY", problem=Reason.IMPOSSIBLE)
    return Repeat("YEARLY", month=month, month_day=number)


def _adverb(v: Values, _: Any) -> Repeat | None:
    """ "daily", which is also an adjective ("the daily report")."""
    repeat = _every(v["ADVERB"])
    return repeat and replace(repeat, is_bare=True)


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
    first = last = _named(v)
    if "TO" in v or "DASH" in v:
        first = repeat.weekdays[-1]
    added = ((first + more) % 7 for more in range((last - first) % 7 + 1))
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
    return None if repeat.clock else replace(repeat, clock=v["PART"])


def _counted(v: Values, _: Any) -> Repeat | None:
    return replace(v["REPEAT"], count=v["NUM"]) if v["NUM"] > 0 else None


REPEATS = rules(
    "REPEAT",
    ("EVERY QTY; ONCE QTY; ONCE? EVERY UNIT; EVERY OTHER|ORD|ORDNUM UNIT", _quantity),
    ("EVERY OTHER? WEEKDAY; ON WEEKDAYS; ADVERBDAY", _weekday),
    ("EVERY WORKDAY; ON WORKDAYS; ADVERBWORK", lambda *_: Repeat("WEEKLY", weekdays=_WORKDAYS)),
    ("EVERY WEEKEND; ON? WEEKENDS", lambda *_: Repeat("WEEKLY", weekdays=(SATURDAY,))),
    ("EVERY PART", lambda v, _: Repeat("DAILY", clock=v["PART"])),
    ("EVERY ORD|ORDNUM WEEKDAY; ON? THE? EVERY ORD|ORDNUM WEEKDAY|DAYWORD OF|IN THE? UNIT", _nth),
    ("EVERY ORD|ORDNUM OF THE UNIT; ON? THE ORD|ORDNUM WEEKDAY|DAYWORD OF|IN EVERY UNIT", _nth),
    ("ON? THE? ORD|ORDNUM OF? EVERY UNIT; ON NUM DOT EVERY UNIT", _nth),
    ("EVERY ORDNUM; EVERY NUM DOT", _bare_nth),
    ("EVERY MONTH NUM|ORD|ORDNUM; EVERY NUM|ORD|ORDNUM DOT? OF? MONTH", _date),
    ("EVERY HOLIDAY", lambda v, _: Repeat("YEARLY", month=v["HOLIDAY"][0], month_day=v["HOLIDAY"][1])),
    ("ADVERB", _adverb),
    ("OFTEN QTY; OFTEN EVERY UNIT; NUM TIMES QTY; NUM TIMES EVERY UNIT", lambda *_: _VAGUE),
)
EXTENSIONS = rules(
    "REPEAT",
    ("REPEAT PART; REPEAT IN|ON THE? PART", _in_part),
    ("REPEAT ON WEEKDAY|WEEKDAYS", _detailed(_weekday)),
    (
        "REPEAT ON THE? ORD|ORDNUM; REPEAT ON THE? ORD|ORDNUM WEEKDAY|DAYWORD; REPEAT ON NUM DOT",
        _detailed(_nth),
    ),
    ("REPEAT ON THE? NUM|ORD|ORDNUM DOT? OF? MONTH; REPEAT ON MONTH NUM|ORD|ORDNUM", _detailed(_date)),
    ("REPEAT COMMA? AND? WEEKDAY|WEEKDAYS|ADVERBDAY; REPEAT TO|DASH WEEKDAY", _also),
    ("REPEAT EXCEPT ON? WEEKDAY|WEEKDAYS", _except),
    ("REPEAT FOR? NUM TIMES", _counted),
)
