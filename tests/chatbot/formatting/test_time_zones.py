from __future__ import annotations

import zoneinfo
from datetime import UTC, datetime

import pytest

from chatbot.formatting.time_zones import time_zone_choices
from tests.subtests import as_subtests

WINTER, SUMMER = datetime(2026, 1, 15, tzinfo=UTC), datetime(2026, 7, 15, tzinfo=UTC)


def labels(now: datetime, chosen: str = "") -> dict[str, str]:
    flat: list[tuple[str, str]] = []
    for name, group in time_zone_choices(now, chosen):
        flat += [(name, group)] if isinstance(group, str) else group
    assert len(flat) == len(dict(flat))
    return dict(flat)


@as_subtests(
    ("name", "winter", "summer"),
    [
        ("UTC", "UTC", "UTC"),
        ("Europe/Berlin", "Berlin (UTC+01:00)", "Berlin (UTC+02:00)"),
        ("Asia/Kolkata", "Kolkata (UTC+05:30)", "Kolkata (UTC+05:30)"),
        ("America/New_York", "New York (UTC-05:00)", "New York (UTC-04:00)"),
        ("America/Argentina/Salta", "Argentina, Salta (UTC-03:00)", "Argentina, Salta (UTC-03:00)"),
        ("Europe/London", "London (UTC+00:00)", "London (UTC+01:00)"),
    ],
)
def test_a_zone_is_named_with_its_offset_of_today(name: str, winter: str, summer: str) -> None:
    assert (labels(WINTER)[name], labels(SUMMER)[name]) == (winter, summer)


def test_each_choice_is_a_zone_and_none_is_a_second_name() -> None:
    names = set(labels(WINTER))
    assert names <= zoneinfo.available_timezones()
    assert not names & {"Factory", "Asia/Calcutta", "US/Pacific", "Europe/Kiev", "CET", "GMT", "Etc/UTC"}
    assert {"Europe/Oslo", "Europe/Kyiv", "Asia/Calcutta"} & names == {"Europe/Oslo", "Europe/Kyiv"}


def test_regions_and_their_cities_are_sorted_behind_utc() -> None:
    first, *regions = time_zone_choices(WINTER)
    assert first == ("UTC", "UTC")
    assert [name for name, _ in regions] == sorted(name for name, _ in regions)
    assert all(list(group) == sorted(group) for _, group in regions)


@pytest.mark.parametrize(
    ("name", "label"),
    [("Asia/Calcutta", "Asia/Calcutta (UTC+05:30)"), ("Etc/GMT+5", "Etc/GMT+5 (UTC-05:00)")],
)
def test_a_zone_that_was_chosen_by_another_name_is_a_choice(name: str, label: str) -> None:
    assert name not in labels(WINTER)
    assert labels(WINTER, name)[name] == label
    assert labels(WINTER, "Europe/Oslo") == labels(WINTER)
