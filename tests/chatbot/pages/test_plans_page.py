"""The list of plans, and the form that makes one."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chatbot.domain.plans.control import skip_step
from chatbot.models import Plan, User
from tests.chatbot.domain.plans.team import Team
from tests.chatbot.pages.plan_scenes import ask_question
from tests.markup import parse


def rows(client: Client) -> list[tuple[str, str, str]]:
    """Title, badge and progress of each plan listed."""
    page = parse(client.get(reverse("plans")))
    return [
        (
            row.one("a.plan-row-title").text,
            row.one("[data-badge]").text,
            "".join(row.texts("[data-progress-text]")),
        )
        for row in page.all("li[data-plan-id]")
    ]


def test_a_goal_becomes_a_plan(alices: Client, alice: User) -> None:
    response = alices.post(reverse("plans"), {"goal": "  Prepare the offsite\r\nin June "})

    plan = Plan.objects.get(owner=alice)
    assert (response.status_code, response["Location"]) == (303, reverse("plan", args=[plan.pk]))
    assert plan.goal == "Prepare the offsite\nin June"


@pytest.mark.parametrize(
    ("goal", "error"),
    [
        ("  ", "The goal is empty."),
        ("x" * 10_001, "The goal is too long: 10,001 of at most 10,000 characters."),
    ],
)
def test_an_invalid_goal_is_kept_in_the_box(alices: Client, goal: str, error: str) -> None:
    response = alices.post(reverse("plans"), {"goal": goal})

    page = parse(response)
    assert response.status_code == 400
    assert page.one("[data-goal-error-text]").text == error
    assert page.one("textarea#goal").raw_text == goal
    assert not Plan.objects.exists()


def test_line_breaks_of_a_browser_do_not_count_twice(alices: Client) -> None:
    assert alices.post(reverse("plans"), {"goal": "x\r\n" * 5_000}).status_code == 303


def test_too_many_open_plans_are_refused(
    alices: Client, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chatbot.domain.plans.create.MOST_OPEN", 1)
    Team(alice)

    response = alices.post(reverse("plans"), {"goal": "One more"})

    assert response.status_code == 409
    page = parse(response)
    assert "You have 1 open plans." in page.one("[data-goal-error-text]").text
    assert page.one("textarea#goal").text == "One more"


def test_lists_ones_own_plans_with_their_status(alices: Client, alice: User, charlie: User) -> None:
    Team(charlie, "Not mine")
    done = Team(alice, "One")
    done.propose_and_approve({"title": "Short", "steps": [{"title": "Look", "agent": "Data Analyst"}]})
    done.answer("Nothing.")
    done.answer("All is set.")
    asking = Team(alice, "Two")
    asking.propose_and_approve()
    asking.answer("Twelve.")
    skip_step(alice, asking.plan.pk, asking.step(3).pk)
    ask_question(asking.begin())
    Team(alice, "Three")

    assert rows(alices) == [
        ("Three", "Being planned", ""),
        ("Offsite in June", "Waiting for you", "1 of 3 completed · 1 skipped"),
        ("Short", "Completed", "1 of 1 completed"),
    ]


def test_explains_plans_if_there_are_none(alices: Client) -> None:
    assert "No plans yet." in alices.get(reverse("plans")).content.decode()


def test_titles_are_escaped(alices: Client, alice: User) -> None:
    Team(alice, "<b>bold</b>")
    page = parse(alices.get(reverse("plans")))
    assert page.texts("a.plan-row-title") == ["<b>bold</b>"]
    assert not page.all("b")


def test_takes_as_many_queries_for_more_plans(
    alices: Client, alice: User, django_assert_num_queries: Any
) -> None:
    Team(alice).propose()
    with CaptureQueriesContext(connection) as one:
        alices.get(reverse("plans"))
    Team(alice).propose()
    Team(alice).propose()
    with django_assert_num_queries(len(one.captured_queries)):
        alices.get(reverse("plans"))


def test_long_lists_have_pages(alices: Client, alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chatbot.pages.plans.lists.PLANS_PER_PAGE", 1)
    Team(alice, "One")
    Team(alice, "Two")
    assert [title for title, *_ in rows(alices)] == ["Two"]
    second = parse(alices.get(reverse("plans"), {"page": "2"}))
    assert second.texts("a.plan-row-title") == ["One"]
    assert second.one("a[rel=prev]")["href"] == "?page=1"


def test_is_linked_from_every_page(alices: Client) -> None:
    page = parse(alices.get(reverse("tasks")))
    assert len(page.all(f'a[href="{reverse("plans")}"]')) == 2


def test_signed_out_people_cannot_see_it() -> None:
    assert Client().get(reverse("plans"))["Location"].startswith(reverse("sign-in"))
