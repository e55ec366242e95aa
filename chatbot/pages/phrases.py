"""Moments and durations told as people tell them. `static/site/dates.js` says the same in the browser."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Due:
    text: str
    state: str  # "overdue", "today", "later"; "done" and "" are the callers'


def due_phrase(due_at: datetime, tz: tzinfo, now: datetime) -> Due:
    """ "Today 19:00", "Overdue · yesterday"; a day's first or last minute stands for the day itself."""
    due, today = due_at.astimezone(tz), now.astimezone(tz)
    days = (due.date() - today.date()).days
    text = _day(due, days, today.year)
    if f"{due:%H:%M}" not in {"00:00", "23:59"}:
        text = f"{text} {due:%H:%M}"
    if due_at < now:
        if days > -2:
            text = text[0].lower() + text[1:]
        return Due(f"Overdue · {text}", "overdue")
    return Due(text, "today" if days == 0 else "later")


def day_phrase(moment: datetime, tz: tzinfo, now: datetime) -> str:
    local, today = moment.astimezone(tz), now.astimezone(tz)
    return _day(local, (local.date() - today.date()).days, today.year)


def until_phrase(moment: datetime, tz: tzinfo, now: datetime) -> str:
    """ "until today 19:00": how long something waits."""
    text = due_phrase(max(moment, now), tz, now).text
    near = text.startswith(("Today", "Tomorrow"))
    return f"until {text[0].lower() + text[1:] if near else text}"


def clock(moment: datetime, tz: tzinfo) -> str:
    return f"{moment.astimezone(tz):%H:%M}"


def duration(milliseconds: float) -> str:
    """0.1 s, 1.2 s, 12 s, 1 min 5 s"""
    tenths = max(1, _round(milliseconds / 100))
    if tenths < 100:
        return f"{tenths / 10:.1f} s"
    seconds = _round(milliseconds / 1000)
    return f"{seconds} s" if seconds < 60 else f"{seconds // 60} min {seconds % 60} s"


def _round(number: float) -> int:
    """Halves go up, as in JavaScript."""
    return int(number + 0.5)


def _day(local: datetime, days: int, this_year: int) -> str:
    near = {0: "Today", 1: "Tomorrow", -1: "Yesterday"}.get(days)
    if near is not None:
        return near
    if 1 < days < 7:
        return WEEKDAYS[local.weekday()]
    date = f"{local.day} {MONTHS[local.month - 1]}"
    return date if local.year == this_year else f"{date} {local.year}"
