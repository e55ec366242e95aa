"""A person's date settings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import tzinfo
from typing import Literal

HourCycle = Literal["h12", "h23"]  # the names of BCP 47: "3 pm" and "15:00"


@dataclass(frozen=True, slots=True)
class DateSettings:
    """`week_start` is a weekday, Monday 0 to Sunday 6. Dates are read in `language`, and formatted in
    `written_in`; both are tags of BCP 47.
    """

    zone: tzinfo
    hour_cycle: HourCycle = "h23"
    week_start: int = 0
    language: str = "en"
    written_in: str = "en"
