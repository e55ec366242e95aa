"""Rules for numbers in words and for spans of time: "twenty five", "an hour and a half", "2 weeks"."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from .grammar import Values, rules
from .result import Reason
from .values import Quantity

_LARGEST = 9999


def _sum(v: Values, _: Any) -> int:
    return int(v["TENS"]) + int(v["ONES"])


def _of_unit(number: float, unit: tuple[str, int]) -> Quantity | None:
    """None where the number leaves a part of a day: nobody knows how long half a week is."""
    name, size = unit
    amount = number * size
    return _quantity(name, int(amount)) if amount == int(amount) and number <= _LARGEST else None


def _quantity(name: str, amount: int, problem: Reason | None = None) -> Quantity:
    match name:
        case "months":
            return Quantity(months=amount, problem=problem)
        case "days":
            return Quantity(days=amount, problem=problem)
        case _:
            return Quantity(minutes=amount, problem=problem)


def _count(v: Values, _: Any) -> Quantity | None:
    return _of_unit(v.get("NUM", 1), v["UNIT"])


def _decimal(v: Values, _: Any) -> Quantity | None:
    return _of_unit(float(v["DECIMAL"].replace(",", ".")), v["UNIT"])


def _half(v: Values, _: Any) -> Quantity | None:
    return _of_unit(0.5, v["UNIT"])


def _halved(v: Values, _: Any) -> Quantity | None:
    """ "zweieinhalb Stunden"."""
    return _of_unit(v["HALVED"], v["UNIT"])


def _and_a_half(v: Values, _: Any) -> Quantity | None:
    return _of_unit(v.get("NUM", 1) + 0.5, v["UNIT"])


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


def _couple(v: Values, _: Any) -> Quantity | None:
    return _of_unit(2, v["UNIT"])


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
    def smallest(quantity: Quantity) -> float:
        return (
            (quantity.minutes and (60 if quantity.minutes % 60 == 0 else 1))
            or quantity.days * 1_440
            or quantity.months * 43_200
        )

    def size(quantity: Quantity) -> float:
        return quantity.months * 43_200 + quantity.days * 1_440 + quantity.minutes

    return 0 < size(one) < smallest(other) or (size(one) < 60 and smallest(other) == 60)


NUMBERS = (
    rules("NUM", ("TENS DASH? ONES", _sum))
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
