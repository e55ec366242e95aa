"""Decisions and answers on the page of a plan, through forms without a script."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from chatbot.domain.plans.decisions import edit_plan
from chatbot.models import ToolCall, User
from tests.chatbot.domain.plans.team import OFFSITE, Team
from tests.chatbot.pages.plan_reading import badge, live, page_of, post, problem, said, states, tags
from tests.chatbot.pages.plan_scenes import (
    OPTIONS,
    ask_approval,
    ask_question,
)
from tests.markup import parse


@pytest.fixture
def team(alice: User) -> Team:
    return Team(alice)


class TestQuestions:
    def test_a_question_is_answered_on_the_page(self, alices: Client, team: Team) -> None:
        team.propose_and_approve()
        ask_question(team.begin(), options=OPTIONS)

        page = page_of(alices, team)
        response = alices.post(reverse("call-approve", args=["call-3"]), {"argument-answer": "Ghent"})

        assert badge(page) == "Waiting for you"
        assert page.one("a#plan-asking").text == "Answer step 1"
        assert page.one("#waiting h2").text == "Data Analyst waits for you Step 1"
        assert page.one("#waiting [data-call-id]")["data-call-id"] == "call-3"
        assert len(page.all("[data-call-id]")) == 1
        assert live(page) == []
        buttons = page.all("[data-options] button")
        assert [(button["value"], button.text) for button in buttons] == [(text, text) for text in OPTIONS]
        assert (response.status_code, response["Location"]) == (303, reverse("plan", args=[team.plan.pk]))
        assert ToolCall.objects.get().approved_arguments["answer"] == "Ghent"
        assert page_of(alices, team).texts("[data-decision]") == ["Answered by you"]

    def test_an_empty_answer_is_refused(self, alices: Client, team: Team) -> None:
        team.propose_and_approve()
        ask_question(team.begin())

        response = alices.post(reverse("call-approve", args=["call-3"]), {"argument-answer": " "})

        assert response.status_code == 400
        assert parse(response).one("[data-plan-page]")
        assert problem(response) == "Write an answer, or skip the question."

    def test_an_approval_is_given_on_the_page(self, alices: Client, team: Team) -> None:
        team.propose_and_approve()
        ask_approval(team.begin(), team)
        assert "Delete 2 tasks?" in page_of(alices, team).text

        declined = alices.post(reverse("call-decline", args=["call-4"]))
        late = alices.post(reverse("call-approve", args=["call-4"]))

        assert (declined.status_code, declined["Location"]) == (303, reverse("plan", args=[team.plan.pk]))
        assert (late.status_code, problem(late)) == (409, "This was declined already by you.")

    def test_the_details_of_a_run_link_back_to_the_plan(self, alices: Client, team: Team) -> None:
        page = parse(alices.get(reverse("run", args=[team.queued()[0].pk])))

        assert page.one("a:has(.run-back)")["href"] == reverse("plan", args=[team.plan.pk])


class TestDecisions:
    def test_each_redirects_to_the_page(self, alices: Client, team: Team) -> None:
        team.propose()
        for name, status in (
            ("plan-approve", "running"),
            ("plan-pause", "paused"),
            ("plan-resume", "running"),
            ("plan-cancel", "cancelled"),
        ):
            response = post(alices, name, team)
            assert (response.status_code, response["Location"]) == (
                303,
                reverse("plan", args=[team.plan.pk]),
            )
            assert team.status == status

    def test_a_late_decision_is_reported_on_the_page(self, alices: Client, team: Team) -> None:
        for name in ("plan-approve", "plan-pause", "plan-resume"):
            response = post(alices, name, team)
            assert (response.status_code, problem(response)) == (409, "The plan is being planned.")

    def test_a_newer_proposal_is_not_decided(self, alices: Client, alice: User, team: Team) -> None:
        team.propose()
        edit_plan(alice, team.plan.pk, version=1, proposal=OFFSITE)
        for name in ("plan-approve", "plan-reject"):
            response = post(alices, name, team, version=1, reject="for-good")
            assert response.status_code == 409
            assert problem(response).startswith("The plan has changed in the meantime.")
        assert team.status == "awaiting_approval"

    def test_feedback_leads_to_another_proposal(self, alices: Client, team: Team) -> None:
        team.propose()
        without = post(alices, "plan-reject", team, version=1, reject="again", feedback=" ")
        assert (without.status_code, problem(without)) == (
            400,
            "Say what should be different, or reject the plan.",
        )
        post(alices, "plan-reject", team, version=1, reject="again", feedback="Shorter, please.")
        page = page_of(alices, team)
        assert badge(page) == "Being planned"
        assert said(page)[-1] == "Planning again: Shorter, please."
        assert tags(page)[-1] == "Thinking…"

    def test_the_answer_to_feedback_is_shown_beside_the_buttons(
        self, alices: Client, alice: User, team: Team
    ) -> None:
        team.propose({**OFFSITE, "note": "Three steps."})
        assert not page_of(alices, team).all("[data-answer]")
        post(alices, "plan-reject", team, version=1, reject="again", feedback="More sparkle")
        team.propose({**OFFSITE, "note": "I did not understand “More sparkle”."})

        answer = page_of(alices, team).one("#dock [data-answer]")

        assert "I did not understand “More sparkle”." in answer.text
        assert answer.one("a").text == "Edit it yourself"
        edit_plan(alice, team.plan.pk, version=2, proposal=OFFSITE)
        assert not page_of(alices, team).all("[data-answer]")

    @pytest.mark.parametrize(
        ("form", "feedback"),
        [
            ({"wish": "Fewer steps", "feedback": ""}, "Fewer steps"),
            ({"wish": "Fewer steps", "feedback": "Shorter"}, "Shorter\nFewer steps"),
            ({"reject": "again", "by": "2030-06-03", "feedback": ""}, "By Mon 3 Jun 2030"),
        ],
    )
    def test_wishes_are_sent_as_feedback(
        self, alices: Client, team: Team, form: dict[str, str], feedback: str
    ) -> None:
        team.propose()
        assert page_of(alices, team).texts("button[name=wish]") == ["Fewer steps", "Only two steps"]
        assert post(alices, "plan-reject", team, version=1, **form).status_code == 303
        assert team.queued()[0].trigger.content.endswith(f"says:\n{feedback}")

    def test_wishes_are_german_for_german_settings(self, alices: Client, alice: User, team: Team) -> None:
        alice.language = "de"
        alice.save()
        team.propose()
        wishes = page_of(alices, team).texts("button[name=wish]")
        assert wishes == ["Weniger Schritte", "Nur zwei Schritte"]
        form = {"wish": wishes[0], "by": "2030-06-03", "feedback": "ohne Musik"}
        post(alices, "plan-reject", team, version=1, **form)
        said = "ohne Musik\nWeniger Schritte\nBis Mo., 3. Juni 2030"
        assert team.queued()[0].trigger.content.endswith(f"says:\n{said}")

    def test_feedback_that_comes_too_late_is_kept_in_the_box(
        self, alices: Client, alice: User, team: Team
    ) -> None:
        team.propose()
        edit_plan(alice, team.plan.pk, version=1, proposal=OFFSITE)
        response = post(alices, "plan-reject", team, version=1, reject="again", feedback="Shorter")
        page = parse(response)
        assert page.one("textarea#feedback").text == "Shorter"
        assert page.one("details#plan-change[open]")

    def test_a_plan_is_rejected_for_good(self, alices: Client, team: Team) -> None:
        team.propose()
        post(alices, "plan-reject", team, version=1, reject="for-good", feedback="ignored")
        page = page_of(alices, team)
        assert (badge(page), team.status) == ("Rejected", "rejected")
        assert states(page) == ["queued"] * 3

    def test_a_step_is_skipped(self, alices: Client, team: Team) -> None:
        team.propose_and_approve()
        assert post(alices, "plan-step-skip", team, team.step(2).pk).status_code == 303
        assert states(page_of(alices, team)) == ["starting", "declined", "queued"]
        again = post(alices, "plan-step-skip", team, team.step(2).pk)
        assert (again.status_code, problem(again)) == (409, "This step is skipped.")

    @pytest.mark.parametrize(
        "name", ["plan-approve", "plan-reject", "plan-pause", "plan-resume", "plan-cancel"]
    )
    def test_need_a_post(self, alices: Client, team: Team, name: str) -> None:
        assert alices.get(reverse(name, args=[team.plan.pk])).status_code == 405
