"""The time zones that people choose from."""

from __future__ import annotations

import zoneinfo
from functools import cache
from itertools import groupby

REGIONS = {
    "Africa",
    "America",
    "Antarctica",
    "Arctic",
    "Asia",
    "Atlantic",
    "Australia",
    "Europe",
    "Indian",
    "Pacific",
}


@cache
def time_zone_choices() -> list[tuple[str, list[tuple[str, str]] | str]]:
    """All time zones, with cities grouped by region; UTC comes first."""
    names = zoneinfo.available_timezones()
    cities = sorted(name for name in names if name.partition("/")[0] in REGIONS)
    others = sorted(names - set(cities) - {"UTC"})
    return [
        ("UTC", "UTC"),
        *(
            (region, [(name, _label(name)) for name in group])
            for region, group in groupby(cities, key=lambda name: name.partition("/")[0])
        ),
        ("Other", [(name, name) for name in others]),
    ]


def _label(name: str) -> str:
    return name.partition("/")[2].replace("_", " ").replace("/", ", ")
