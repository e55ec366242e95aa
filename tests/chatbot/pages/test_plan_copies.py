"""Plans that are run again, kept as templates and downloaded."""

from __future__ import annotations

import json

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from chatbot.domain.history.export import export
from chatbot.domain.plans.advance import advance_plan
from chatbot.domain.plans.copies import MOST_TEMPLATES, save_template
from chatbot.domain.plans.create import MOST_OPEN, create_plan
from chatbot.domain.plans.decisions import approve_plan, reject_plan
from chatbot.domain.runs import endings
from chatbot.models import Plan, PlanTemplate, Task, TeamAgent, User
from tests.chatbot.domain.plans.team import OFFSITE, Team
from tests.chatbot.pages.plan_reading import badge, page_of, post, problem
from tests.chatbot.pages.plan_scenes import make_task
from tests.markup import Element, parse

STEP = {"title": "Add", "agent": "Task Manager", "detail": "- Book it by Fri 31 May 2019 #trip\n- Pack"}


@pytest.fixture
def team(alice: User) -> Team:
    team = Team(alice)
    team.propose({"title": "Trip", "steps": [STEP]})
    return team


def plans_page(client: Client) -> Element:
    return parse(client.get(reverse("plans")))


def use(client: Client, name: str, template: PlanTemplate) -> HttpResponse:
    response: HttpResponse = client.post(reverse(name, args=[template.pk]))
    return response


class TestRunAgain:
    def test_proposes_the_same_steps_as_a_new_plan(self, alices: Client, alice: User, team: Team) -> None:
        reject_plan(alice, team.plan.pk)

        response = post(alices, "plan-again", team)

        copy = Plan.objects.exclude(pk=team.plan.pk).get()
        assert (response.status_code, response["Location"]) == (303, reverse("plan", args=[copy.pk]))
        assert (copy.goal, copy.title, copy.status) == (team.plan.goal, "Trip", "awaiting_approval")
        (step,) = copy.current_steps
        assert (step.title, step.agent) == ("Add", "Task Manager")
        assert step.detail == "- Book it #trip\n- Pack"  # not by a day that is over
        assert badge(parse(alices.get(response["Location"]))) == "Waiting for approval"

    def test_is_offered_once_a_plan_has_ended(self, alices: Client, alice: User, team: Team) -> None:
        assert not page_of(alices, team).all("#plan-again")
        reject_plan(alice, team.plan.pk)
        assert page_of(alices, team).one("#plan-again button").text == "Run it again"

    def test_needs_steps_and_their_agents(self, alices: Client, alice: User, team: Team) -> None:
        TeamAgent.objects.filter(name="Task Manager").update(active=False)
        refused = post(alices, "plan-again", team)
        assert refused.status_code == 400
        assert problem(refused).startswith("Step 1: there is no agent 'Task Manager'")
        refused = post(alices, "plan-again", Team(alice))
        assert (refused.status_code, problem(refused)) == (400, "This plan has no steps.")

    def test_counts_as_an_open_plan(self, alices: Client, alice: User, team: Team) -> None:
        for number in range(MOST_OPEN - 1):
            create_plan(alice, f"Goal {number}")
        refused = post(alices, "plan-again", team)
        assert (refused.status_code, Plan.objects.count()) == (409, MOST_OPEN)


class TestTemplates:
    def test_a_plan_is_kept_and_started(self, alices: Client, team: Team) -> None:
        assert not plans_page(alices).all("[data-template]")
        assert post(alices, "plan-template", team)["Location"] == reverse("plans")
        page = plans_page(alices)
        assert page.texts(".plan-template-title") == ["Trip"]
        assert page.one(".notice").text == "Saved “Trip” as a template."

        response = use(alices, "plan-template-start", PlanTemplate.objects.get())

        copy = Plan.objects.exclude(pk=team.plan.pk).get()
        assert response["Location"] == reverse("plan", args=[copy.pk])
        assert [step.title for step in copy.current_steps] == ["Add"]

    def test_a_template_is_deleted(self, alices: Client, alice: User, team: Team) -> None:
        template = save_template(alice, team.plan.pk)
        assert use(alices, "plan-template-delete", template).status_code == 303
        assert use(alices, "plan-template-delete", template).status_code == 404
        assert Plan.objects.count() == 1

    def test_a_template_that_cannot_start_says_so(self, alices: Client, alice: User, team: Team) -> None:
        template = save_template(alice, team.plan.pk)
        TeamAgent.objects.filter(name="Task Manager").update(active=False)
        refused = use(alices, "plan-template-start", template)
        assert refused.status_code == 400
        assert parse(refused).one("[data-goal-error]").text.startswith("Step 1: there is no agent")

    def test_their_number_is_limited(self, alices: Client, alice: User, team: Team) -> None:
        for _ in range(MOST_TEMPLATES):
            save_template(alice, team.plan.pk)
        refused = post(alices, "plan-template", team)
        assert (refused.status_code, problem(refused)) == (
            409,
            "You have 50 templates. Delete one of them first.",
        )

    def test_those_of_others_are_not_found(self, charlie: User, alice: User, team: Team) -> None:
        template = save_template(alice, team.plan.pk)
        charlies = Client()
        charlies.force_login(charlie)
        for name in ("plan-template-start", "plan-template-delete"):
            assert use(charlies, name, template).status_code == 404
        for name in ("plan-again", "plan-template"):
            assert post(charlies, name, team).status_code == 404
        assert (Plan.objects.count(), PlanTemplate.objects.count()) == (1, 1)
        assert not plans_page(charlies).all("[data-template]")

    def test_they_are_exported(self, alice: User, team: Team) -> None:
        save_template(alice, team.plan.pk)
        exported = json.loads("".join(export(alice)))
        assert exported["plan_templates"][0]["steps"][0]["agent"] == "Task Manager"


class TestDownloads:
    @pytest.fixture
    def finished(self, alice: User) -> Team:
        team = Team(alice)
        team.propose_and_approve({"title": "Trip", "steps": [{**STEP, "detail": "Add **all**."}]})
        claim = team.begin()
        make_task(claim, "Book it")
        endings.succeed(claim, "Added it.")
        advance_plan(team.plan.pk)
        team.answer("All is set.")
        return team

    def test_markdown_has_goal_result_tasks_and_steps(self, alices: Client, finished: Team) -> None:
        response = alices.get(reverse("plan-markdown", args=[finished.plan.pk]))

        assert response["Content-Disposition"] == 'attachment; filename="trip.md"'
        lines = response.content.decode().splitlines()
        assert lines[0] == "# Trip"
        assert lines[2].startswith("Completed. Created ")
        assert "\n".join(lines[4:]) == (
            "## Goal\n\nPrepare the offsite\n\n## Result\n\nAll is set.\n\n## Tasks\n\n- [ ] #1 Book it\n\n"
            "## 1. Add\n\nTask Manager, completed\n\nAdd **all**.\n\nAdded it."
        )

    def test_json_has_everything_that_was_said(self, alices: Client, finished: Team) -> None:
        response = alices.get(reverse("plan-json", args=[finished.plan.pk]))

        assert response["Content-Disposition"] == 'attachment; filename="trip.json"'
        plan = json.loads(response.content)
        assert (plan["goal"], plan["summary"]) == ("Prepare the offsite", "All is set.")
        assert plan["steps"][0]["result"] == "Added it."
        assert "Approved by alice" in [message["content"] for message in plan["messages"]]

    def test_a_proposal_is_downloaded(self, alices: Client, alice: User) -> None:
        team = Team(alice)
        team.propose(OFFSITE)
        text = alices.get(reverse("plan-markdown", args=[team.plan.pk])).content.decode()
        assert "Waiting for approval. Created" in text
        assert "## 3. Name the risks" in text

    def test_others_do_not_get_it(self, charlie: User, finished: Team) -> None:
        charlies = Client()
        charlies.force_login(charlie)
        for name in ("plan-markdown", "plan-json"):
            assert charlies.get(reverse(name, args=[finished.plan.pk])).status_code == 404


def test_all_that_a_plan_has_changed_is_undone(alices: Client, alice: User, team: Team) -> None:
    approve_plan(alice, team.plan.pk, by=alice)
    advance_plan(team.plan.pk)
    claim = team.begin()
    make_task(claim, "Tent")
    make_task(claim, "Stove", "call-3")
    assert not page_of(alices, team).all("#plan-undo")
    assert post(alices, "plan-undo", team).status_code == 409
    endings.succeed(claim, "Packed.")
    advance_plan(team.plan.pk)
    team.answer("Ready.")

    assert page_of(alices, team).one("#plan-undo button").text == "Undo all"
    assert post(alices, "plan-undo", team).status_code == 303

    assert not Task.objects.exists()
    assert not page_of(alices, team).all("#plan-undo")
    assert post(alices, "plan-undo", team).status_code == 303  # nothing is left to undo
