"""The time zones that people choose from, with their offsets."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from functools import cache, lru_cache
from importlib.resources import files
from itertools import groupby
from zoneinfo import ZoneInfo

type Choice = tuple[str, str]


def time_zone_choices(now: datetime, chosen: str = "") -> list[tuple[str, list[Choice] | str]]:
    """UTC, and cities by region. A zone by any other name is a choice only if it is `chosen`."""
    day = now.astimezone(UTC).date()
    others = {"UTC", chosen} - {"", *_cities()}
    return [*(_choice(name, name, day) for name in sorted(others)), *_regions(day)]


@cache
def _cities() -> tuple[str, ...]:
    """One for each country and each time in it: the table `zone.tab` of the time zone database.

    `zoneinfo` knows 200 more: old names, other names of the same zone, and fixed offsets.
    """
    table = files("tzdata").joinpath("zoneinfo", "zone.tab").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines() if not line.startswith("#"))
    return tuple(sorted(row[2] for row in rows))


@lru_cache(maxsize=1)
def _regions(day: date) -> list[tuple[str, list[Choice]]]:
    """The offsets are those at noon: on the days when clocks change, those of the rest of the day."""
    return [
        (region, [_choice(name, _city(name), day) for name in names])
        for region, names in groupby(_cities(), key=lambda name: name.partition("/")[0])
    ]


def _choice(name: str, label: str, day: date) -> Choice:
    noon = datetime.combine(day, time(12), ZoneInfo(name))
    offset = f"{noon:%:z}"
    return name, label if name == "UTC" else f"{label} (UTC{offset})"


def _city(name: str) -> str:
    return name.partition("/")[2].replace("_", " ").replace("/", ", ")
