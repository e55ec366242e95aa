"""The empty chat: the person's own day."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from chatbot.domain.tasks.commands import add_task, complete_task
from chatbot.models import User
from tests.markup import Element, parse

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def noon(alice: User) -> None:
    """It is between 12 and 13 where alice is, so that the next hours are today."""
    alice.time_zone = f"Etc/GMT{timezone.now().hour - 12:+d}"
    alice.save()


def welcome(alices: Client) -> Element:
    return parse(alices.get("/c/new/")).one("[data-welcome]")


def test_the_day_says_what_is_due_and_what_to_do(alices: Client, alice: User) -> None:
    for title, hours in {"Rent": 2, "Milk": 3, "Rye": 4, "Dentist": -20, "Train": 72}.items():
        add_task(alice, title=title, due_at=timezone.now() + timedelta(hours=hours))
    shown = welcome(alices)

    assert shown.one("h2").text == "3 due today, 1 overdue"
    overdue, today, following = shown.all("[data-state]")
    assert (overdue.one(".starter-text").text, overdue["value"]) == (
        "1 overdue Dentist",
        "Show my overdue tasks",
    )
    assert today.one(".starter-text").text == "3 due today Rent, Milk and 1 more"
    assert today["value"] == "What is due today?"
    assert (following.one(".starter-text").text, following["href"]) == ("Up next Train", "/tasks/5/")


def test_the_day_follows_the_tasks(alices: Client, alice: User) -> None:
    task = add_task(alice, title="Rent", due_at=timezone.now() + timedelta(hours=2))
    add_task(alice, title="Train")
    part = welcome(alices)
    assert part.one("h2").text == "1 due today"

    complete_task(alice, task.pk)

    assert parse(alices.get(part["hx-get"])).one("h2").text == "Nothing is due today"


def test_a_person_without_tasks_is_asked_what_needs_doing(alices: Client) -> None:
    shown = welcome(alices)
    assert shown.one("h2").text == "What needs doing?"
    assert shown.all("[data-state]") == []
    assert shown.one('a[href="/plans/"]').text


@pytest.mark.parametrize(
    ("address", "drawing"),
    [
        ("/", "tasks"),
        ("/tasks/", "tasks"),
        ("/tasks/?q=none", "search"),
        ("/chats/", "chats"),
        ("/chats/?archived", "chats"),
        ("/chats/?q=none", "search"),
        ("/plans/", "plans"),
        ("/accounts/settings/", "shared"),
    ],
)
def test_what_is_empty_has_a_drawing_of_the_sprite(alices: Client, address: str, drawing: str) -> None:
    page = parse(alices.get(address))
    assert page.one(".empty use")["href"] == f"#d-{drawing}"
    assert page.one(f"symbol#d-{drawing}")
