"""Format moments: "tomorrow at 9:00".

Use relative words for what is read at once or updated as time passes, and absolute ones for what is kept,
such as proposals, mails and logs. What is due on a day, a date, has no time.
"""

from __future__ import annotations

from datetime import date, datetime

from .days import absolute_day, relative_day
from .phrases import ENGLISH, phrases_of
from .settings import DateSettings


def relative_moment(moment: datetime, now: datetime, settings: DateSettings) -> str:
    """ "today at 9:00", "Friday at 9 am", "Fri 11 Dec at noon"."""
    return phrases_of(settings).at.format(relative_day(moment, now, settings), clock_time(moment, settings))


def absolute_moment(moment: datetime, now: datetime, settings: DateSettings) -> str:
    """ "Fri 11 Dec at 9:00", with the year if it is another one than now."""
    return phrases_of(settings).at.format(absolute_day(moment, now, settings), clock_time(moment, settings))


def relative_due(due: date | datetime, now: datetime, settings: DateSettings) -> str:
    """ "tomorrow at 9:00", "tomorrow"."""
    if isinstance(due, datetime):
        return relative_moment(due, now, settings)
    return relative_day(due, now, settings)


def absolute_due(due: date | datetime, now: datetime, settings: DateSettings) -> str:
    """ "Fri 11 Dec at 9:00", "Fri 11 Dec"."""
    if isinstance(due, datetime):
        return absolute_moment(due, now, settings)
    return absolute_day(due, now, settings)


def clock_time(moment: datetime, settings: DateSettings) -> str:
    """ "9:00" and "17:30"; or "9 am", "noon" and "5:30 pm"."""
    local = moment.astimezone(settings.zone)
    if settings.hour_cycle == "h23":
        phrases = phrases_of(settings)
        return (phrases.clock_time if local.minute else phrases.full_hour).format(local.hour, local.minute)
    if (local.hour, local.minute) == (12, 0) and phrases_of(settings) is ENGLISH:
        return "noon"
    minutes = f":{local.minute:02}" if local.minute else ""
    return f"{_hour_of_twelve(local)}{minutes} {_half_of_day(local)}"


def exact_time(moment: datetime, settings: DateSettings) -> str:
    """To the second: "17:30:05", "5:30:05 pm"."""
    local = moment.astimezone(settings.zone)
    if settings.hour_cycle == "h23":
        return f"{local.hour}:{local:%M:%S}"
    return f"{_hour_of_twelve(local)}:{local:%M:%S} {_half_of_day(local)}"


def capitalized(words: str) -> str:
    """As the beginning of a line: "Today at 9:00"."""
    return words[:1].upper() + words[1:]


def _hour_of_twelve(local: datetime) -> int:
    return (local.hour - 1) % 12 + 1


def _half_of_day(local: datetime) -> str:
    return "am" if local.hour < 12 else "pm"
