"""Rules for numbers in words and for spans of time: "twenty five", "an hour and a half", "2 weeks"."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from .calendar import Context
from .grammar import Builder, Values, rules
from .language import Name
from .result import Reason
from .values import Quantity

_LARGEST = 9999


def _sum(v: Values, _: Any) -> int:
    return int(v["TENS"]) + int(v["ONES"])


def _of_unit(number: float, unit: tuple[str, int]) -> Quantity | None:
    """None where the number leaves a part of a day, such as half a week."""
    name, size = unit
    amount = number * size
    return _quantity(name, int(amount)) if amount == int(amount) and number <= _LARGEST else None


def _quantity(name: str, amount: int, problem: Reason | None = None) -> Quantity:
    amounts = {unit: amount if unit == name else 0 for unit in ("months", "days", "minutes")}
    return Quantity(**amounts, problem=problem)


def _times(number_of: Callable[[Values], float]) -> Builder:
    return lambda v, _: _of_unit(number_of(v), v["UNIT"])


_count = _times(lambda v: v.get("NUM", 1))
_decimal = _times(lambda v: float(v["DECIMAL"].replace(",", ".")))
_half = _times(lambda _: 0.5)
_halved = _times(lambda v: v["HALVED"])  # "zweieinhalb Stunden"
_and_a_half = _times(lambda v: v.get("NUM", 1) + 0.5)
_couple = _times(lambda _: 2)


def _hours_and_minutes(v: Values, _: Any) -> Quantity | None:
    hours, separator, minutes = v["TIME"].lower().partition("h")
    unit = v["UNIT"] if "UNIT" in v else v["LETTER"]
    return Quantity(minutes=60 * int(hours) + int(minutes)) if separator and unit[1] == 1 else None


def _glued(v: Values, _: Any) -> Quantity | None:
    """ "2h": a letter is a unit only right behind its number."""
    is_glued = v.starts["LETTER"] == v.starts["NUM"] + len(str(v["NUM"]))
    return _of_unit(v["NUM"], v["LETTER"]) if is_glued else None


def _ordinal(v: Values, _: Any) -> int | None:
    """ "21st"."""
    return int(v["NUM"]) if v.starts["ORDEND"] == v.starts["NUM"] + len(str(v["NUM"])) else None


def _spoken_ordinal(v: Values, _: Any) -> int | None:
    return int(v["TENS"]) + int(v["ORD"]) if 0 < v["ORD"] < 10 else None


def _vague(v: Values, _: Any) -> Quantity:
    name, size = v["UNIT"]
    return _quantity(name, size, Reason.VAGUE)


def _both(v: Values, _: Any) -> Quantity | None:
    """ "1 hour and 15 minutes": the second must be the finer one."""
    first: Quantity = v["QTY"]
    second: Quantity = v["QTY2"]
    if first.problem or second.problem or not _is_finer(second, first):
        return None
    return replace(
        first,
        months=first.months + second.months,
        days=first.days + second.days,
        minutes=first.minutes + second.minutes,
    )


def _is_finer(one: Quantity, other: Quantity) -> bool:
    """Whether `one` is less than the unit that `other` counts, in minutes."""
    amount, unit, larger = next(
        row
        for row in ((other.minutes, 1, 60), (other.days, 1_440, 7), (other.months, 43_200, 12), (1, 0, 1))
        if row[0]
    )
    size = unit * larger if amount % larger == 0 else unit
    return 0 < one.months * 43_200 + one.days * 1_440 + one.minutes < size


def _abbreviation(v: Values, c: Context) -> Name | None:
    """ "Mo", "Di.". "So" is Sunday where a small letter was due: not where a sentence begins."""
    start = v.starts["ABBREVIATION"]
    is_glued = "DOT" not in v or v.starts["DOT"] == start + 2
    before = c.text[:start].rstrip()
    is_sure = c.text[start : start + 2] != "So" or "DOT" in v or before[-1:] not in ("", *".!?:")
    return Name(v["ABBREVIATION"], is_word=True) if c.text[start].isupper() and is_glued and is_sure else None


NUMBERS = (
    rules("NUM", ("TENS DASH? ONES", _sum))
    + rules("WEEKDAY", ("ABBREVIATION DOT?", _abbreviation))
    + rules("ORDNUM", ("NUM ORDEND", _ordinal))
    + rules("ORD", ("TENS DASH? ORD", _spoken_ordinal))
)
QUANTITIES = rules(
    "QTY",
    ("NUM|A UNIT", _count),
    ("DECIMAL UNIT", _decimal),
    ("HALVED UNIT", _halved),
    ("HALF A UNIT", _half),
    ("A HALF UNIT", _half),
    ("A UNIT AND A? HALF", _and_a_half),
    ("NUM UNIT AND A? HALF", _and_a_half),
    ("NUM AND A? HALF UNIT", _and_a_half),
    ("NUM LETTER", _glued),
    ("TIME UNIT|LETTER", _hours_and_minutes),
    ("A? COUPLE OF? UNIT", _couple),
    ("A? FEW UNIT", _vague),
)
COMPOUNDS = rules("QTY", ("QTY COMMA? AND? QTY", _both))
