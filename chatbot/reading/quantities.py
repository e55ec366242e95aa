"""Rules for number words and durations: "twenty five", "an hour and a half", "2 weeks"."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, cast

from .calendar import Context
from .grammar import Builder, Values, rules
from .language import Name
from .result import Reason
from .values import MINUTE, Quantity

_LARGEST = 9999


def quantity_of(v: Values) -> Quantity:
    """The quantity of "2 days", or of "day" alone."""
    return cast("Quantity", v["QTY"] if "QTY" in v else v["UNIT"])


def _times(number_of: Callable[[Values], float], unit: str = "UNIT") -> Builder:
    def build(v: Values, _: Any) -> Quantity | None:
        number = number_of(v)
        return cast("Quantity", v[unit]).times(number) if number <= _LARGEST else None

    return build


_count = _times(lambda v: v.get("NUM", 1))
_half = _times(lambda _: 0.5)
_and_a_half = _times(lambda v: v.get("NUM", 1) + 0.5)


def _hours_and_minutes(v: Values, _: Any) -> Quantity | None:
    """ "1h30m"."""
    hours, separator, minutes = v["TIME"].lower().partition("h")
    is_in_minutes = MINUTE in (v.get("UNIT"), v.get("LETTER"))
    return Quantity(minutes=60 * int(hours) + int(minutes)) if separator and is_in_minutes else None


def _spoken_ordinal(v: Values, _: Any) -> int | None:
    return int(v["TENS"]) + int(v["ORD"]) if 0 < v["ORD"] < 10 else None


def _both(v: Values, _: Any) -> Quantity | None:
    """ "1 hour and 15 minutes": the second part must be less than one unit of the first."""
    first, second = v["QTY"], v["QTY2"]
    finest = Quantity(minutes=first.minutes) if first.minutes else Quantity(days=first.days)
    counted = (finest if finest.size else first).units()
    if first.problem or second.problem or not counted or not 0 < second.size < counted[1].size:
        return None
    return Quantity(first.months + second.months, first.days + second.days, first.minutes + second.minutes)


def _abbreviation(v: Values, c: Context) -> Name | None:
    """ "Mo", "Di.". "So" is Sunday only where no capital is expected, so not at the start of a sentence."""
    start = v.starts["ABBREVIATION"]
    before = c.text[:start].rstrip()
    is_sure = c.text[start : start + 2] != "So" or "DOT" in v or before[-1:] not in ("", *".!?:")
    return Name(v["ABBREVIATION"], is_word=True) if c.text[start].isupper() and is_sure else None


NUMBERS = (
    rules("NUM", ("TENS DASH? ONES", lambda v, _: v["TENS"] + v["ONES"]))
    + rules("WEEKDAY", ("ABBREVIATION +DOT?", _abbreviation))
    + rules("ORDNUM", ("NUM +ORDEND", lambda v, _: v["NUM"]))
    + rules("ORD", ("TENS DASH? ORD", _spoken_ordinal))
)
QUANTITIES = rules(
    "QTY",
    ("NUM|A UNIT", _count),
    ("DECIMAL UNIT", _times(lambda v: float(v["DECIMAL"].replace(",", ".")))),
    ("HALVED UNIT", _times(lambda v: v["HALVED"])),  # "zweieinhalb Stunden"
    ("HALF A UNIT; A HALF UNIT", _half),
    ("A|NUM UNIT AND A? HALF; NUM AND A? HALF UNIT", _and_a_half),
    ("NUM +LETTER", _times(lambda v: v["NUM"], "LETTER")),
    ("TIME UNIT|LETTER", _hours_and_minutes),
    ("A? COUPLE OF? UNIT", _times(lambda _: 2)),
    ("A? FEW UNIT", lambda v, _: replace(quantity_of(v), problem=Reason.VAGUE)),
)
COMPOUNDS = rules("QTY", ("QTY COMMA? AND? QTY", _both))
