"""The form in which a proposal is edited, without a script."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from chatbot.domain.plans.decisions import approve_plan, edit_plan
from chatbot.models import Plan, TeamAgent, User
from tests.chatbot.domain.plans.team import OFFSITE, Team
from tests.markup import Element, parse
from tests.subtests import as_subtests

TITLES = [step["title"] for step in OFFSITE["steps"]]


@pytest.fixture
def team(alice: User) -> Team:
    team = Team(alice)
    team.propose()
    return team


def form(order: str = "123", **changes: Any) -> dict[str, Any]:
    """The form as the page sends it, with the steps in that order."""
    filled: dict[str, Any] = {"version": "1", "title": "Offsite in June", "step": list(order)}
    for key, step in enumerate(OFFSITE["steps"], start=1):
        filled |= {f"title-{key}": step["title"], f"agent-{key}": step["agent"], f"detail-{key}": ""}
        filled[f"needs-{key}"] = [str(needed) for needed in step.get("depends_on", [])]
    return {**filled, **{name.replace("_", "-"): value for name, value in changes.items()}}


def send(client: Client, team: Team, filled: dict[str, Any]) -> HttpResponse:
    response: HttpResponse = client.post(reverse("plan-edit", args=[team.plan.pk]), filled)
    return response


def titles(response: HttpResponse) -> list[str]:
    """Of the steps in the form."""
    return [field["value"] for field in parse(response).all("[data-step-title]")]


def errors(response: HttpResponse) -> list[str]:
    page = parse(response)
    return page.texts(".field-error") + page.texts("[data-edit-error]:not([hidden]) [data-edit-error-text]")


def needs(page: Element, step: str) -> list[tuple[str, bool, bool]]:
    """The check boxes of a step for the steps that it waits for: which, whether checked, whether enabled."""
    boxes = [box.attributes for box in page.all(f'[name="needs-{step}"][type=checkbox]')]
    return [(box["value"], "checked" in box, "disabled" not in box) for box in boxes]


def kept(page: Element, step: str = "3") -> str:
    """The text in the box for a step's detail."""
    return page.one(f'textarea[name="detail-{step}"]').text


def steps(team: Team) -> list[tuple[str, str, list[int]]]:
    plan = Plan.objects.get(pk=team.plan.pk)
    return [(step.title, step.agent, step.depends_on) for step in plan.current_steps]


def test_shows_the_proposal(alices: Client, team: Team) -> None:
    response = alices.get(reverse("plan-edit", args=[team.plan.pk]))

    page = parse(response)
    assert titles(response) == TITLES
    assert page.one("[name=version]")["value"] == "1"
    assert ("1", True, True) in needs(page, "2")
    assert ("2", False, False) in needs(page, "1")
    assert page.texts('[name="agent-2"] option[selected]') == ["Task Manager"]
    assert "Planner" not in page.texts("option")
    assert page.one("[data-badge]").text == "Waiting for approval"
    assert page.one('link[href$="plans/badges.css"]')["rel"] == "stylesheet"


def test_saves_the_changes(alices: Client, team: Team) -> None:
    response = send(
        alices, team, form("132", title="Mine", title_3="Risks", agent_3="Researcher", needs_2=["1", "3"])
    )

    plan = Plan.objects.get()
    assert (response.status_code, response["Location"]) == (303, reverse("plan", args=[plan.pk]))
    assert (plan.title, plan.version) == ("Mine", 2)
    assert steps(team) == [
        (TITLES[0], "Data Analyst", []),
        ("Risks", "Researcher", [1]),
        (TITLES[1], "Task Manager", [1, 2]),
    ]


@as_subtests(
    ("action", "expected"),
    [
        ("up:2", [TITLES[1], TITLES[0], TITLES[2]]),
        ("down:2", [TITLES[0], TITLES[2], TITLES[1]]),
        ("up:1", TITLES),
        ("down:3", TITLES),
        ("remove:1", TITLES[1:]),
        ("add:", [*TITLES, ""]),
        ("up:99", TITLES),
        ("fly:1", TITLES),
    ],
)
def test_changes_the_rows_without_saving(
    alices: Client, team: Team, action: str, expected: list[str]
) -> None:
    response = send(alices, team, form(do=action, detail_2="Kept"))

    assert response.status_code == 200
    assert titles(response) == expected
    assert kept(parse(response), "2") == "Kept"
    assert Plan.objects.get().version == 1


def test_a_step_cannot_wait_for_a_later_one(alices: Client, team: Team) -> None:
    moved = send(alices, team, form(do="up:2"))
    assert ("1", True, False) in needs(parse(moved), "2")

    send(alices, team, form("213"))

    assert steps(team) == [
        (TITLES[1], "Task Manager", []),
        (TITLES[0], "Data Analyst", []),
        (TITLES[2], "Business Advisor", [2]),
    ]


def test_an_added_step_is_saved(alices: Client, team: Team) -> None:
    filled = form("1234", title_4="Check it", agent_4="Reviewer", needs_4=["1", "3"])

    send(alices, team, filled)

    assert steps(team)[3] == ("Check it", "Reviewer", [1, 3])


TOO_LONG = "The title is too long: 256 of at most 255 characters."
MANY = [str(key) for key in range(1, 23)]


@as_subtests(
    ("changes", "expected"),
    [
        ({"title": " "}, ["Write a title."]),
        ({"title_1": "", "title_2": "x" * 256}, ["Write a title.", TOO_LONG]),
        ({"detail_1": "x" * 4_001}, ["The detail is too long: 4,001 of at most 4,000 characters."]),
        ({"step": []}, ["A plan needs one step at least."]),
        ({"step": MANY} | {f"title_{key}": "x" for key in MANY}, None),
        ({"agent_1": "Pilot"}, None),
    ],
)
def test_reports_errors_and_keeps_what_was_typed(
    alices: Client, team: Team, changes: dict[str, Any], expected: list[str] | None
) -> None:
    response = send(alices, team, form(**{"detail_3": "Kept", **changes}))

    assert response.status_code == 400
    published = errors(response)
    assert published == expected if expected else len(published) == 1
    assert Plan.objects.get().version == 1
    if "step" not in changes:
        assert kept(parse(response)) == "Kept"


def test_changes_of_others_are_not_overwritten(alices: Client, alice: User, team: Team) -> None:
    edit_plan(alice, team.plan.pk, version=1, proposal={**OFFSITE, "title": "Theirs"})

    response = send(alices, team, form(title="Mine"))

    assert response.status_code == 409
    assert errors(response) == ["The plan has changed in the meantime. Look at it again first."]
    assert parse(response).one("[name=title]")["value"] == "Mine"
    assert Plan.objects.get().title == "Theirs"


def test_an_approved_plan_cannot_be_edited(alices: Client, alice: User, team: Team) -> None:
    approve_plan(alice, team.plan.pk, by=alice)

    response = send(alices, team, form())

    assert response.status_code == 409
    assert errors(response) == ["Only a plan that waits for approval can be edited; it is running."]
    assert alices.get(reverse("plan-edit", args=[team.plan.pk]))["Location"] == reverse(
        "plan", args=[team.plan.pk]
    )


def test_no_more_steps_are_added_than_a_plan_may_have(alices: Client, team: Team) -> None:
    keys = [str(key) for key in range(1, 21)]

    response = send(alices, team, {**form(do="add:"), "step": keys})

    assert errors(response) == ["A plan has 20 steps at most."]
    assert len(titles(response)) == 20


def test_a_deleted_agent_is_marked(alices: Client, team: Team) -> None:
    TeamAgent.objects.filter(name="Task Manager").update(active=False)

    page = parse(alices.get(reverse("plan-edit", args=[team.plan.pk])))

    assert page.texts('[name="agent-2"] option[selected]') == ["Task Manager (not there any more)"]


@pytest.mark.parametrize(
    "filled",
    [{}, {"step": ["1", "1", "<b>", ""], "do": "up:1"}, {"version": "x", "title": "\x00", "step": "1"}],
)
def test_invalid_data_is_answered_with_the_form(alices: Client, team: Team, filled: dict[str, Any]) -> None:
    response = send(alices, team, filled)

    assert response.status_code in {200, 400, 409}
    assert parse(response).one("[data-plan-edit]")


@pytest.mark.parametrize("last", ["1", "2"])
def test_form_that_is_sent_before_its_page_has_loaded_loses_no_step(
    alices: Client, team: Team, last: str
) -> None:
    page = parse(alices.get(reverse("plan-edit", args=[team.plan.pk])))
    assert page.one("[name=whole]")
    shown = page.one("[name=shown]")["value"]
    sent = {**form("12"[: int(last)], do="down:1", title_1="Written"), "shown": shown}
    read = {name: value for name, value in sent.items() if "-" not in name or name.rpartition("-")[2] < last}

    response = send(alices, team, {**read, f"title-{last}": sent[f"title-{last}"]})

    assert titles(response) == [TITLES[1], "Written", TITLES[2]]
    again = form("213", title_1="Written", **{f"needs_{key}": ["1"] for key in (2, 3)})
    assert ("1", True, True) in needs(parse(response), "3")
    assert send(alices, team, {**again, "whole": "yes"}).status_code == 303
    assert [title for title, *_ in steps(team)] == [TITLES[1], "Written", TITLES[2]]


def test_removed_step_stays_removed(alices: Client, team: Team) -> None:
    shown = json.dumps([["3", TITLES[2], "", "Business Advisor", []]])

    response = send(alices, team, {**form("12"), "shown": shown, "whole": "yes"})

    assert response.status_code == 303
    assert [title for title, *_ in steps(team)] == TITLES[:2]


def test_step_that_is_moved_back_keeps_its_dependencies(alices: Client, team: Team) -> None:
    """A box that is disabled, since its step comes later, is not sent; a hidden field keeps its state."""
    moved = parse(send(alices, team, form("123", do="up:2")))
    ticks = [field["value"] for field in moved.all('[name="needs-2"][type=hidden]')]

    back = parse(send(alices, team, form("213", do="down:2", needs_2=ticks)))

    assert ticks == ["1"]
    assert ("1", True, True) in needs(back, "2")
    assert not back.all("[data-kept]")
