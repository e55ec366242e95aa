"""Absolute dates: "3 December", "Dec 3rd, 2027", "2026-12-03", "3.12.", "12/3/2026", "the 15th"."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from dateutil import parser
from dateutil.relativedelta import relativedelta

MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ALSO_WORDS = ("may", "mar", "march", "jan")
_MONTH_FIRST_ZONES = ("America/", "US/", "Pacific/Honolulu")


def month_number(name: str) -> int:
    return _MONTHS.index(name.lower()[:3]) + 1


def calendar_date(match: re.Match[str], today: date) -> date | None:
    """The date of a phrase with a month's name (groups `phrase`, `name`, `lead`).

    "march 3 miles" is no date: a month that is also a word needs a preposition or to end the text.
    """
    phrase, rest = match["phrase"].replace(" of ", " "), match.string[match.end() :].strip(" .,!?;:)")
    month_comes_first = not phrase[0].isdigit()
    if month_comes_first and match["name"].lower() in _ALSO_WORDS and rest and not match["lead"]:
        return None
    if re.search(r"\d{4}", phrase):
        return parser.parse(phrase, default=datetime.combine(today, time())).date()
    number = re.search(r"\d+", phrase)
    return _coming(int(number.group()) if number else 0, month_number(match["name"]), today)


def numeric_date(match: re.Match[str], now: datetime) -> date:
    """The date of a phrase made of numbers (group `numeric`). Raises ValueError where there is none."""
    phrase, today = match["numeric"].rstrip("./"), now.date()
    if "-" in phrase:
        year, month, day = (int(part) for part in phrase.split("-"))
        return date(year, month, day)
    zone = now.tzinfo.key if isinstance(now.tzinfo, ZoneInfo) else ""
    is_day_first = "." in phrase or not zone.startswith(_MONTH_FIRST_ZONES)
    parts = [int(part) for part in re.split("[./]", phrase)]
    if len(parts) == 2:
        day, month = parts if is_day_first else reversed(parts)
        return _coming(day, month, today)
    separator = "." if "." in phrase else "/"
    return parser.parse(phrase.replace(separator, "/"), dayfirst=is_day_first).date()


def _coming(day: int, month: int, today: date) -> date:
    """The next such day from `today` on; 29 February waits for its year. Raises ValueError where there is
    none."""
    for year in range(today.year, today.year + 9):
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found >= today:
            return found
    raise ValueError(f"no day {day} in month {month}")


def coming_day_of_month(day: int, today: date) -> date | None:
    """The next `day` of a month from `today` on; months without that day are passed over."""
    if not 1 <= day <= 31:
        return None
    month = today.replace(day=1)
    while True:
        try:
            found = month.replace(day=day)
        except ValueError:
            found = None
        if found and found >= today:
            return found
        month += relativedelta(months=1)
