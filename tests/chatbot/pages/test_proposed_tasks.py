"""The tasks that a proposal adds, changed on the plan's page before it is approved."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import Client

from chatbot.domain.plans.decisions import approve_plan
from chatbot.models import User
from tests.chatbot.domain.plans.team import Team
from tests.chatbot.pages.plan_reading import page_of, post, problem

DETAIL = "For the trip:\n- Book flights by Fri 31 May 2030 #trip\n- Pack !high\nNot more."
STEPS = [
    {"title": "Look", "agent": "Data Analyst", "detail": "Count:\n- open ones"},
    {"title": "Add the tasks", "agent": "Task Manager", "detail": DETAIL, "depends_on": [1]},
]
FLIGHTS, PACK = "- Book flights by Fri 31 May 2030 #trip", "- Pack !high"


@pytest.fixture
def team(alice: User) -> Team:
    team = Team(alice)
    team.propose({"title": "Trip", "steps": STEPS})
    return team


def change(client: Client, team: Team, index: int, version: int = 1, **form: str) -> HttpResponse:
    return post(client, "plan-task", team, 2, index, version=version, **form)


def detail(team: Team) -> str:
    return team.step(2).detail


def test_tasks_are_chips_with_their_dates(alices: Client, team: Team) -> None:
    page = page_of(alices, team)

    assert page.texts("[data-proposed-title]") == ["Book flights", "Pack"]
    assert page.texts("[data-proposed-due]") == ["Fri 31 May 2030"]
    assert page.one("#waiting h2").text == "Do you approve these 2 steps and 2 tasks?"
    assert page.texts("[data-step-detail]") == ["Count: open ones", "For the trip: Not more."]


@pytest.mark.parametrize(
    ("form", "line"),
    [
        ({"title": "Book a train", "due": "2030-05-31"}, "- Book a train by Fri 31 May 2030 #trip"),
        ({"title": "Book flights", "due": "2030-06-03"}, "- Book flights by Mon 3 Jun 2030 #trip"),
        ({"title": "Book flights", "due": ""}, "- Book flights #trip"),
    ],
)
def test_a_task_is_changed_in_place(alices: Client, team: Team, form: dict[str, str], line: str) -> None:
    assert change(alices, team, 0, **form).status_code == 303
    assert detail(team) == DETAIL.replace(FLIGHTS, line)
    assert team.step(2).depends_on == [1]


def test_days_of_tasks_are_german_for_german_settings(alices: Client, alice: User) -> None:
    alice.language = "de"
    alice.save()
    team = Team(alice)
    step = {**STEPS[0], "agent": "Task Manager", "detail": "- Musik bis Fr., 31. Mai 2030 #fest"}
    team.propose({"title": "Fest", "steps": [step]})
    assert page_of(alices, team).texts("[data-proposed-title]") == ["Musik"]
    post(alices, "plan-task", team, 1, 0, version=1, title="Musik", due="2030-03-04")
    assert team.step(1).detail == "- Musik bis Mo., 4. März 2030 #fest"
    assert page_of(alices, team).texts("[data-proposed-title]") == ["Musik"]


def test_a_time_is_kept_with_its_day(alices: Client, alice: User) -> None:
    team = Team(alice)
    meeting = "- Meet Ann on 3 Jun 2030 at 17:00"
    team.propose({"title": "Trip", "steps": [{**STEPS[0], "agent": "Task Manager", "detail": meeting}]})
    post(alices, "plan-task", team, 1, 0, version=1, title="Meet Eve", due="2030-06-03")
    assert team.step(1).detail == "- Meet Eve on 3 Jun 2030 at 17:00"


def test_tasks_are_removed_and_added(alices: Client, team: Team) -> None:
    change(alices, team, 0, do="remove")
    post(alices, "plan-task-new", team, 2, version=2, title="Ask Bob", due="2030-06-03")
    assert detail(team) == f"For the trip:\n{PACK}\n- Ask Bob by Mon 3 Jun 2030\nNot more."


def test_the_only_task_is_not_removed(alices: Client, team: Team) -> None:
    change(alices, team, 0, do="remove")
    refused = change(alices, team, 0, version=2, do="remove")
    assert (refused.status_code, problem(refused)) == (
        400,
        "This step needs one task at least. Edit the plan to remove the step.",
    )


@pytest.mark.parametrize(
    ("form", "reason"),
    [
        ({"title": " ", "due": ""}, "The title is empty."),
        ({"title": "x", "due": "soon"}, "This is not a date."),
    ],
)
def test_a_change_that_does_not_fit_is_refused(
    alices: Client, team: Team, form: dict[str, str], reason: str
) -> None:
    refused = change(alices, team, 0, **form)
    assert (refused.status_code, problem(refused), detail(team)) == (400, reason, DETAIL)


@pytest.mark.parametrize("version", ["2", "0", "x", ""])
def test_a_change_of_another_version_is_refused(alices: Client, team: Team, version: str) -> None:
    refused = post(alices, "plan-task", team, 2, 0, version=version, title="x", due="")
    assert (refused.status_code, detail(team)) == (409, DETAIL)


def test_a_task_that_is_not_there_is_not_found(alices: Client, charlie: User, team: Team) -> None:
    charlies = Client()
    charlies.force_login(charlie)
    assert change(charlies, team, 0, title="x").status_code == 404
    assert change(alices, team, 2, title="x").status_code == 404
    assert post(alices, "plan-task", team, 3, 0, version=1, title="x").status_code == 404


def test_an_approved_plan_is_not_changed(alices: Client, alice: User, team: Team) -> None:
    approve_plan(alice, team.plan.pk, by=alice)
    refused = change(alices, team, 0, title="x", due="")
    assert (refused.status_code, detail(team)) == (409, DETAIL)
    assert not page_of(alices, team).all("[data-proposed-task]")
