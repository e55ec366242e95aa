"""A recurrence rule (RFC 5545, 3.3.10) with its exceptions, validated, and always spelled in the same way."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Self

LENGTH = 1_000  # characters of the whole text
EXCEPTIONS = 50

_DAY = "MO|TU|WE|TH|FR|SA|SU"
_LISTS = {
    "BYDAY": rf"(?:[+-]?[1-9]\d?)?(?:{_DAY})",
    "BYMONTH": r"[1-9]|1[0-2]",
    "BYMONTHDAY": r"[+-]?(?:[1-9]|[12]\d|3[01])",
    "BYYEARDAY": r"[+-]?[1-9]\d{0,2}",
    "BYWEEKNO": r"[+-]?[1-9]\d?",
    "BYSETPOS": r"[+-]?[1-9]\d{0,2}",
}
# In the order in which they are written.
_PARTS = {
    "FREQ": "MINUTELY|HOURLY|DAILY|WEEKLY|MONTHLY|YEARLY",
    "INTERVAL": r"[1-9]\d{0,2}",
    **{name: rf"(?:{value})(?:,(?:{value}))*" for name, value in _LISTS.items()},
    "COUNT": r"[1-9]\d{0,3}",
    "UNTIL": r"\d{8}(?:T\d{6}Z?)?",
    "WKST": _DAY,
}
_LEFT_OUT = {("INTERVAL", "1"), ("WKST", "MO")}  # the values that a rule has without them
_ELAPSED = {"MINUTELY", "HOURLY"}
# As in RFC 5545, but that days and weeks are filtered by weekday and month alone: these always occur again,
# while "the 31st of February" would be searched day by day to the end of the calendar.
_ONLY_IN = {
    "BYMONTHDAY": {"MONTHLY", "YEARLY"},
    "BYSETPOS": {"MONTHLY", "YEARLY"},
    "BYYEARDAY": {"YEARLY"},
    "BYWEEKNO": {"YEARLY"},
}


@dataclass(frozen=True, slots=True)
class Recurrence:
    """`rule` is the value of an RRULE; nothing occurs on the days of `exceptions`."""

    rule: str
    exceptions: tuple[date, ...] = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read the value of an RRULE, and lines with EXDATEs after it. Raises `ValueError` with a sentence.

        Seconds and times of day (`BYHOUR`) are refused: the time of day is that of the first occurrence.
        """
        if len(text) > LENGTH:
            raise ValueError(f"A repetition has at most {LENGTH:,} characters.")
        first, *others = [line.strip().upper() for line in text.strip().splitlines()] or [""]
        exceptions = sorted({day for line in others if line for day in _days(line)})
        if len(exceptions) > EXCEPTIONS:
            raise ValueError(f"A repetition has at most {EXCEPTIONS} exceptions.")
        return cls(_rule(first.removeprefix("RRULE:")), tuple(exceptions))

    def __str__(self) -> str:
        days = ",".join(f"{day:%Y%m%d}" for day in self.exceptions)
        return f"{self.rule}\nEXDATE:{days}" if days else self.rule

    @property
    def parts(self) -> dict[str, str]:
        return dict(part.split("=") for part in self.rule.split(";"))

    @property
    def is_elapsed(self) -> bool:
        """Whether it counts elapsed time, as "every 2 hours" does, rather than days of the calendar."""
        return self.parts["FREQ"] in _ELAPSED

    def counted_down(self) -> Recurrence | None:
        """The rule for the occurrences after the first; None if that was the last one of its COUNT."""
        count = self.parts.get("COUNT")
        if count is None:
            return self
        if count == "1":
            return None
        return Recurrence(self.rule.replace(f"COUNT={count}", f"COUNT={int(count) - 1}"), self.exceptions)


def _rule(text: str) -> str:
    given: dict[str, str] = {}
    for part in text.removesuffix(";").split(";"):
        name, equals, value = part.partition("=")
        if name not in _PARTS or not equals:
            raise ValueError(f"“{part}” is not a part of a repetition such as FREQ=WEEKLY;BYDAY=MO.")
        if name in given:
            raise ValueError(f"{name} is given twice.")
        if not re.fullmatch(_PARTS[name], value):
            raise ValueError(f"{name} cannot be “{value}”.")
        given[name] = value
    _check(given)
    return ";".join(
        f"{name}={given[name]}" for name in _PARTS if name in given and (name, given[name]) not in _LEFT_OUT
    )


def _check(given: dict[str, str]) -> None:
    """What RFC 5545 demands of the parts together. Raises `ValueError`."""
    frequency = given.get("FREQ")
    if frequency is None:
        raise ValueError("A repetition needs FREQ, such as FREQ=DAILY.")
    if "COUNT" in given and "UNTIL" in given:
        raise ValueError("A repetition has COUNT or UNTIL, not both.")
    if until := given.get("UNTIL"):
        _moment(until)
    by = given.keys() & _LISTS.keys()
    if frequency in _ELAPSED and by:
        raise ValueError(f"{frequency} cannot have {min(by)}.")
    for name in by & _ONLY_IN.keys():
        if frequency not in _ONLY_IN[name]:
            raise ValueError(f"{frequency} cannot have {name}.")
    if frequency == "DAILY" and "BYDAY" in by and given.get("INTERVAL", "1") != "1":
        raise ValueError("DAILY cannot have both INTERVAL and BYDAY.")
    is_numbered = re.search(r"\d", given.get("BYDAY", ""))
    if is_numbered and (frequency not in {"MONTHLY", "YEARLY"} or "BYWEEKNO" in given):
        raise ValueError("Only months and years have numbered weekdays, such as 1MO.")
    if by == {"BYSETPOS"}:
        raise ValueError("BYSETPOS chooses among the days of another part, such as BYDAY.")


def _days(line: str) -> list[date]:
    name, _, values = line.partition(":")
    if name.split(";")[0] != "EXDATE":
        raise ValueError(f"“{line}” is not a line of exceptions such as EXDATE:20261224.")
    return [_moment(value).date() for value in values.split(",")]


def _moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f"There is no date “{text}”.") from error
