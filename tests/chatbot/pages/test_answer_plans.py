"""A plan that was created in a chat is a card below the answer."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from chatbot.domain.journal import tool_calls
from chatbot.domain.journal.tool_calls import Call, Outcome
from chatbot.domain.plans.advance import advance_plan
from chatbot.models import Plan, User
from chatbot.tools.make_plan import MadePlan, PlanMade
from tests.chatbot.domain.plans.team import Team
from tests.chatbot.pages.plan_scenes import ask_question
from tests.chatbot.pages.scenes import Scene, begin
from tests.chatbot.pages.test_chat_page import visible


@pytest.fixture
def scene(alice: User) -> Scene:
    return begin(alice, "Plan the offsite")


@pytest.fixture
def team(scene: Scene) -> Team:
    """The team of the plan that the run has created."""
    call = Call("call-1", "make_plan", {"goal": "Prepare the offsite"})
    tool_calls.start(scene.claim, call, "Starting a plan...")
    teams: list[Team] = []

    def effect(owner: User, so_far: object) -> Outcome:
        teams.append(Team(owner))
        plan = teams[0].plan
        url = reverse("plan", args=[plan.pk])
        made = MadePlan(id=plan.pk, title=plan.title, status=plan.status, url=url)
        return Outcome(PlanMade(plan=made), "Plan started")

    tool_calls.perform(scene.claim, call, effect)
    return teams[0]


def test_the_card_of_a_plan_shows_its_progress_and_approves_it(
    alices: Client, scene: Scene, team: Team
) -> None:
    run = scene.succeed("I have started a plan.")
    address = reverse("plan", args=[team.plan.pk])
    draft = visible(alices, run).one("[data-run] [data-plan]")
    assert (draft["data-plan"], draft.one("[data-badge]").text) == (str(team.plan.pk), "Being planned")
    assert draft.one("h3 a")["href"] == address
    assert draft.texts(".approval-actions > *") == ["Open"]

    team.propose()
    proposal = visible(alices, run).one("[data-run] [data-plan]")
    assert proposal.one(".plan-card-progress").text == "3 steps to approve"
    approve, edit, _ = proposal.all(".approval-actions > *")
    assert edit["href"] == reverse("plan-edit", args=[team.plan.pk])
    response = alices.post(approve["formaction"], {approve["name"]: approve["value"]})

    assert response["Location"] == address
    running = visible(alices, run).one("[data-run] [data-plan]")
    assert running.one("[data-badge]").text == "Running"
    assert running.one(".number").text == "0 of 3 completed"
    assert running.texts(".approval-actions > *") == ["Pause", "Open"]

    advance_plan(team.plan.pk)
    ask_question(team.begin())
    assert visible(alices, run).one("[data-run] [data-plan] [data-badge]").text == "Waiting for you"


def test_the_card_of_a_plan_pauses_and_resumes_it(alices: Client, scene: Scene, team: Team) -> None:
    run = scene.succeed("I have started a plan.")
    team.propose_and_approve()

    def press(name: str) -> None:
        button, _ = visible(alices, run).all("[data-run] [data-plan] .approval-actions > *")
        assert button.text == name
        assert alices.post(button["formaction"]).status_code == 303

    press("Pause")
    press("Resume")
    advance_plan(team.plan.pk)
    team.stumble()
    press("Try again")
    assert team.status == "running"


def test_a_plan_that_was_deleted_has_no_card(alices: Client, scene: Scene, team: Team) -> None:
    run = scene.succeed("I have started a plan.")
    Plan.objects.all().delete()

    assert not visible(alices, run).all("[data-plan]")
