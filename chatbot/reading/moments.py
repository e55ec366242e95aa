"""Which time several words name together, and which moment a time of day is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from .calendar import Context
from .clocks import NOON
from .values import Clock


def in_part(clock: Clock, part: time) -> Clock:
    """ "8 in the evening"."""
    if not clock.is_guessed:
        return clock
    hour = clock.at.hour % 12 + (12 if part >= NOON else 0)
    return replace(clock, at=clock.at.replace(hour=hour), is_guessed=False)


def hour_of(clocks: list[Clock]) -> Clock | None:
    """The one time that clocks name, "in the evening" and "at 8" together; None if they name several."""
    parts = {clock.at for clock in clocks if clock.is_part}
    hours = {clock.at: clock for clock in clocks if not clock.is_part}
    if len(parts) > 1 or len(hours) > 1:
        return None
    if not hours:
        return clocks[0]
    clock = next(iter(hours.values()))
    within = in_part(clock, next(iter(parts))) if parts else clock
    is_near = not parts or (within.at >= NOON) == (next(iter(parts)) >= NOON)
    return within if is_near else None


def moment_at(day: date | None, clock: Clock, context: Context) -> datetime:
    """That time of the day; without one, its next. A guessed morning that is over is an evening."""
    moment = context.at(day or context.today, clock.at)
    if moment > context.now or day not in (None, context.today):
        return moment
    if clock.is_guessed and not clock.is_spoken and clock.at < NOON:
        evening = context.at(context.today, clock.at.replace(hour=clock.at.hour + 12))
        if evening > context.now:
            return evening
    return moment if day else context.at(context.today + timedelta(days=1), clock.at)
