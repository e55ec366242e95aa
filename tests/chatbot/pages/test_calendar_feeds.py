"""Calendar programs read a person's open tasks at a private address."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar
from pytest_django.fixtures import Settings

from chatbot.models import CalendarFeed, User
from tests.factories import TaskFactory
from tests.markup import parse

CALENDARS = reverse("calendars")


def new_address(client: Client, kind: str = "event") -> str:
    """The address as it is shown, once."""
    shown = parse(client.post(CALENDARS, {"kind": kind})).one("[data-link]")["value"]
    assert shown not in client.get(CALENDARS).text
    return shown


def test_events_are_the_open_tasks_with_a_date(alice: User, alices: Client, charlie: User) -> None:
    nine = datetime(2030, 3, 1, 8, tzinfo=UTC)
    TaskFactory.create(owner=alice, title="Call, mum", due_at=nine, repeat="FREQ=WEEKLY;BYDAY=FR")
    day = datetime(2030, 3, 2, 22, 59, tzinfo=UTC)
    TaskFactory.create(owner=alice, title="Pay rent", due_at=day, due_on=day.date())
    TaskFactory.create(owner=alice, title="some day")
    TaskFactory.create(owner=alice, title="done", due_at=nine, completed_at=nine)
    TaskFactory.create(owner=charlie, title="of somebody else", due_at=nine)
    response = Client().get(new_address(alices))
    assert (response.status_code, response["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    call, rent = Calendar.from_ical(response.text).walk("VEVENT")
    assert (call["SUMMARY"], call["DTSTART"].dt, call["RRULE"]["FREQ"]) == ("Call, mum", nine, ["WEEKLY"])
    assert (rent["SUMMARY"], rent["DTSTART"].dt) == ("Pay rent", day.date())
    assert call["DTSTART"].params["TZID"] == "Europe/Berlin"  # as the weekly time of day is meant


def test_todos_are_all_open_tasks(alice: User, alices: Client) -> None:
    TaskFactory.create(owner=alice, title="some day", priority="high")
    (todo,) = Calendar.from_ical(Client().get(new_address(alices, "todo")).text).walk("VTODO")
    assert (todo["SUMMARY"], todo["PRIORITY"], todo["STATUS"]) == ("some day", 1, "NEEDS-ACTION")


def test_a_program_that_has_the_latest_gets_304(alice: User, alices: Client) -> None:
    task = TaskFactory.create(owner=alice, due_at=datetime(2030, 3, 1, tzinfo=UTC))
    address, program = new_address(alices), Client()
    etag = program.get(address)["ETag"]
    assert program.get(address, headers={"If-None-Match": etag}).status_code == 304
    task.title = "renamed"
    task.save()
    assert program.get(address, headers={"If-None-Match": etag}).status_code == 200


def test_a_revoked_address_is_not_found(alice: User, alices: Client, charlie: User, client: Client) -> None:
    address = new_address(alices)
    feed = CalendarFeed.objects.get()
    revoke = reverse("calendar-revoke", args=[feed.pk])
    client.force_login(charlie)
    assert client.post(revoke).status_code == 404
    assert Client().get(address).status_code == 200
    feed.refresh_from_db()
    assert feed.read_at is not None
    assert datetime.now(UTC) - feed.read_at < timedelta(minutes=1)
    assert alices.post(revoke).status_code == 303
    assert Client().get(address).status_code == 404


def test_the_account_must_be_active(alice: User, alices: Client) -> None:
    address = new_address(alices)
    alice.is_active = False
    alice.save()
    assert Client().get(address).status_code == 404


def test_addresses_cannot_be_tried_out(alices: Client, settings: Settings) -> None:
    settings.SHARED_VIEWS_PER_HOUR = 2
    wrong = reverse("calendar", args=["x" * 43])
    assert [Client().get(wrong).status_code for _ in range(3)] == [404, 404, 429]


@pytest.mark.parametrize("kind", ["", "journal"])
def test_other_kinds_are_refused(kind: str, alices: Client) -> None:
    assert alices.post(CALENDARS, {"kind": kind}).status_code == 400
    assert not CalendarFeed.objects.exists()
