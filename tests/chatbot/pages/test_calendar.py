"""The calendar shows what is due on each day of a month or a week, and when repeating tasks come again."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from chatbot.domain.tasks.commands import add_task, complete_task
from chatbot.models import User
from tests.factories import TaskFactory
from tests.markup import Element, parse

BERLIN = ZoneInfo("Europe/Berlin")
CALENDAR = reverse("task-calendar")


@pytest.fixture(autouse=True)
def on_a_wednesday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: datetime(2030, 1, 2, 10, tzinfo=BERLIN))


def at(day: int, hour: int = 23, minute: int = 59, month: int = 1) -> datetime:
    return datetime(2030, month, day, hour, minute, tzinfo=BERLIN)


def calendar(client: Client, **query: str) -> Element:
    response = client.get(CALENDAR, query)
    assert response.status_code == 200
    return parse(response)


def by_day(page: Element) -> dict[str, list[str]]:
    found = {day.one("time")["datetime"]: day.texts("li > a") for day in page.all("td")}
    return {day: entries for day, entries in found.items() if entries}


def test_a_month_has_whole_weeks_with_what_is_due(alice: User, alices: Client, charlie: User) -> None:
    add_task(alice, title="late", due_at=at(1, 9, 0))
    add_task(alice, title="call", due_at=at(9, 17, 30))
    add_task(alice, title="rent", due_at=date(2030, 1, 9))
    add_task(alice, title="next month", due_at=date(2030, 2, 2))
    add_task(alice, title="far", due_at=at(20, month=3))
    add_task(alice, title="some day")
    complete_task(alice, add_task(alice, title="done", due_at=at(9, 8, 0)).pk)
    TaskFactory.create(owner=charlie, title="of somebody else", due_at=at(9))
    page = calendar(alices)
    assert page.one("h1").text == "January 2030"
    days = [day.one("time")["datetime"] for day in page.all("td")]
    assert (days[0], days[-1], len(days)) == ("2029-12-31", "2030-02-03", 35)
    assert page.texts("th") == ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    assert page.one("td[data-today] time")["datetime"] == "2030-01-02"
    assert by_day(page) == {
        "2030-01-01": ["9:00 late"],
        "2030-01-09": ["rent", "8:00 done", "17:30 call"],
        "2030-02-02": ["next month"],
    }
    assert [entry.text for entry in page.all("[data-overdue] > a")] == ["9:00 late"]
    assert [entry.text for entry in page.all("[data-done] > a")] == ["8:00 done"]


def test_repeating_tasks_are_shown_on_their_later_dates(alice: User, alices: Client) -> None:
    add_task(alice, title="plants", due_at=at(7, 9, 0), repeat="FREQ=WEEKLY;BYDAY=MO\nEXDATE:20300121")
    add_task(alice, title="pill", due_at=at(30, 8, 0), repeat="FREQ=HOURLY")
    add_task(alice, title="from done", due_at=date(2030, 1, 8), repeat="FREQ=DAILY", repeat_from="completion")
    page = calendar(alices)
    assert by_day(page) == {
        "2030-01-07": ["9:00 plants"],
        "2030-01-08": ["from done"],
        "2030-01-14": ["9:00 plants"],
        "2030-01-28": ["9:00 plants"],
        "2030-01-30": ["8:00 pill"],
        **{f"2030-{day}": ["0:00 pill"] for day in ("01-31", "02-01", "02-02", "02-03")},
    }
    assert len(page.all("[data-later]")) == 6
    march = calendar(alices, month="2030-03-01")
    assert "2030-03-25" in by_day(march)


def test_a_week_begins_as_the_person_has_it(alice: User, alices: Client) -> None:
    alice.week_start = "sunday"
    alice.save()
    page = calendar(alices, week="2030-01-05")
    days = [day.one("time")["datetime"] for day in page.all("td")]
    assert (days[0], days[-1], len(days)) == ("2029-12-30", "2030-01-05", 7)
    assert page.one("h1").text == "30 December – 5 January 2030"
    links = [link["href"] for link in page.all(".calendar-head a")][:3]
    assert links == [f"{CALENDAR}?week={day}" for day in ("2029-12-29", "2030-01-02", "2030-01-12")]


def test_months_follow_each_other(alices: Client) -> None:
    links = [link["href"] for link in calendar(alices, month="2030-01-31").all(".calendar-head a")][:3]
    assert links == [f"{CALENDAR}?month={day}" for day in ("2029-12-31", "2030-01-02", "2030-02-01")]


@pytest.mark.parametrize("month", ["", "x", "2030-13-01", "0001-01-01", "9999-12-31", "2030-01-01T00:00"])
def test_other_addresses_show_the_present_month(month: str, alices: Client) -> None:
    assert calendar(alices, month=month).one("h1").text == "January 2030"


def test_days_have_what_starts_and_how_long_it_takes(alice: User, alices: Client) -> None:
    add_task(alice, title="report", due_at=at(9, 17, 0), start_on=date(2030, 1, 7), estimate=90)
    add_task(alice, title="rent", due_at=date(2030, 1, 9), start_on=date(2030, 1, 9), estimate=30)
    add_task(alice, title="garden", start_on=date(2030, 1, 9), estimate=240)
    add_task(alice, title="begun", start_on=date(2030, 1, 1))
    complete_task(alice, add_task(alice, title="done", due_at=at(9, 8, 0), estimate=5).pk)
    page = calendar(alices)
    assert by_day(page) == {
        "2030-01-07": ["Starts: report"],
        "2030-01-09": [
            "rent ~30 minutes",
            "Starts: garden",
            "8:00 done ~5 minutes",
            "17:00 report ~90 minutes",
        ],
    }
    assert page.texts(".calendar-sum") == ["~2 hours"]


def test_more_than_four_of_a_day_are_folded(alice: User, alices: Client) -> None:
    for number in range(6):
        add_task(alice, title=f"task {number}", due_at=at(9))
    day = next(day for day in calendar(alices).all("td") if day.one("time")["datetime"] == "2030-01-09")
    assert day.one("summary").text == "2 more"
    assert len(day.all("details li")) == 2


def test_a_month_takes_the_same_queries_for_any_number(
    alice: User, alices: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    def queries() -> Any:
        return django_assert_num_queries(9)

    calendar(alices)
    add_task(alice, title="one", due_at=at(9), repeat="FREQ=DAILY")
    with queries():
        calendar(alices)
    for number in range(5):
        add_task(alice, title=f"{number}", due_at=at(10), repeat="FREQ=WEEKLY")
    with queries():
        calendar(alices)
