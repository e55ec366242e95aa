"""Format dates and times for people. Depends on the standard library only."""

from __future__ import annotations

from .days import absolute_day, due_by, relative_day
from .dues import DueLabel, due_label
from .durations import duration
from .hours import relative_hours
from .moments import (
    absolute_due,
    absolute_moment,
    capitalized,
    clock_time,
    exact_time,
    relative_due,
    relative_moment,
)
from .notices import notice, notices, too_late
from .periods import relative_period
from .repetition import repetition
from .settings import DateSettings, HourCycle

__all__ = [
    "DateSettings",
    "DueLabel",
    "HourCycle",
    "absolute_day",
    "absolute_due",
    "absolute_moment",
    "capitalized",
    "clock_time",
    "due_by",
    "due_label",
    "duration",
    "exact_time",
    "notice",
    "notices",
    "relative_day",
    "relative_due",
    "relative_hours",
    "relative_moment",
    "relative_period",
    "repetition",
    "too_late",
]
