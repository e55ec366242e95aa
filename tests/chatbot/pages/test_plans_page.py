"""The list of plans, and the form that makes one."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chatbot.domain.plans import life
from chatbot.models import Plan, User
from tests.chatbot.domain.plans.team import Team
from tests.chatbot.pages.plan_scenes import ask_question


def rows(client: Client) -> list[tuple[str, str, str]]:
    """Title, badge and progress of each plan listed."""
    page = client.get(reverse("plans")).content.decode()
    found = []
    for row in re.findall(r'<li class="plan-row".*?</li>', page, re.DOTALL):
        (title,) = re.findall(r'class="plan-row-title"[^>]*>(.*?)</a>', row)
        (badge,) = re.findall(r"data-badge [^>]*>.*?</svg>\s*(.*?)</span>", row, re.DOTALL)
        found.append((title, badge, "".join(re.findall(r"data-progress-text>(.*?)<", row))))
    return found


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
def test_a_goal_that_does_not_fit_is_kept_in_the_box(alices: Client, goal: str, error: str) -> None:
    response = alices.post(reverse("plans"), {"goal": goal})

    page = response.content.decode()
    assert response.status_code == 400
    assert error in page
    assert f">\n{goal}</textarea>" in page
    assert not Plan.objects.exists()


def test_line_breaks_of_a_browser_do_not_count_twice(alices: Client) -> None:
    assert alices.post(reverse("plans"), {"goal": "x\r\n" * 5_000}).status_code == 303


def test_too_many_open_plans_are_refused(
    alices: Client, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(life, "MOST_OPEN", 1)
    Team(alice)

    response = alices.post(reverse("plans"), {"goal": "One more"})

    assert response.status_code == 409
    assert "You have 1 open plans." in response.content.decode()
    assert ">\nOne more</textarea>" in response.content.decode()


def test_lists_ones_own_plans_with_how_they_stand(alices: Client, alice: User, charlie: User) -> None:
    Team(charlie, "Not mine")
    done = Team(alice, "One")
    done.get_going({"title": "Short", "steps": [{"title": "Look", "agent": "Data Analyst"}]})
    done.answer("Nothing.")
    done.answer("All is set.")
    asking = Team(alice, "Two")
    asking.get_going()
    asking.answer("Twelve.")
    life.skip_step(alice, asking.plan.pk, asking.step(3).pk)
    ask_question(asking.begin())
    Team(alice, "Three")

    assert rows(alices) == [
        ("Three", "Being planned", ""),
        ("Offsite in June", "Waiting for you", "1 of 3 completed · 1 skipped"),
        ("Short", "Completed", "1 of 1 completed"),
    ]


def test_says_what_plans_are_for_where_there_is_none(alices: Client) -> None:
    assert "No plans yet." in alices.get(reverse("plans")).content.decode()


def test_titles_are_text(alices: Client, alice: User) -> None:
    Team(alice, "<b>bold</b>")
    page = alices.get(reverse("plans")).content.decode()
    assert "&lt;b&gt;bold&lt;/b&gt;" in page
    assert "<b>bold" not in page


def test_asks_the_database_no_more_for_more_plans(
    alices: Client, alice: User, django_assert_num_queries: Any
) -> None:
    Team(alice).propose()
    with CaptureQueriesContext(connection) as one:
        alices.get(reverse("plans"))
    Team(alice).propose()
    Team(alice).propose()
    with django_assert_num_queries(len(one.captured_queries)):
        alices.get(reverse("plans"))


def test_long_lists_are_cut_into_pages(alices: Client, alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chatbot.pages.plans.lists.PLANS_PER_PAGE", 1)
    Team(alice, "One")
    Team(alice, "Two")
    assert [title for title, *_ in rows(alices)] == ["Two"]
    second = alices.get(reverse("plans"), {"page": "2"}).content.decode()
    assert ">One</a>" in second
    assert 'rel="prev"' in second


def test_is_linked_from_every_page(alices: Client) -> None:
    page = alices.get(reverse("tasks")).content.decode()
    assert page.count(f'href="{reverse("plans")}"') == 2


def test_nobody_sees_it_signed_out() -> None:
    assert Client().get(reverse("plans"))["Location"].startswith(reverse("sign-in"))
