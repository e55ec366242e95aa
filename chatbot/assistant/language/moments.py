"""Due dates as moments: a task that is due on a day is due at its end."""

from __future__ import annotations

from datetime import date, datetime, time, tzinfo

END_OF_DAY = time(23, 59)


def moment_of(due: date | datetime, zone: tzinfo | None) -> datetime:
    return due if isinstance(due, datetime) else datetime.combine(due, END_OF_DAY, zone)
