"""The page of a plan in each state, and who may see it."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chatbot.domain.plans.advance import advance_plan
from chatbot.domain.plans.control import cancel_plan, pause_plan, resume_plan
from chatbot.domain.plans.demonstration import SCRIPT
from chatbot.domain.runs import attempts, endings
from chatbot.models import Plan, PlanMessage, User
from chatbot.pages.plans.messages import MESSAGES_SHOWN
from tests.chatbot.domain.plans.team import OFFSITE, Team
from tests.chatbot.pages.plan_reading import LIVE, badge, forms, live, page_of, post, said, states, tags
from tests.chatbot.pages.plan_scenes import (
    begin_tool,
    make_task,
    use_tool,
)
from tests.markup import parse


@pytest.fixture
def team(alice: User) -> Team:
    return Team(alice)


class TestStates:
    def test_while_it_is_planned(self, alices: Client, team: Team) -> None:
        page = page_of(alices, team)

        assert badge(page) == "Being planned"
        assert tags(page) == ["Thinking..."]
        assert "The planner is working on a proposal." in page.text
        assert not page.all("[data-progress-of-plan]")
        assert reverse("plan-approve", args=[team.plan.pk]) not in forms(page)

    def test_while_it_waits_for_approval(self, alices: Client, team: Team) -> None:
        team.propose()

        page = page_of(alices, team)

        assert badge(page) == "Waiting for approval"
        assert page.one("title").text == "Waiting for you · Offsite in June · Lockstep"
        assert page.texts("[data-step-title]") == [step["title"] for step in OFFSITE["steps"]]
        assert page.texts("[data-step-agent]") == [step["agent"] for step in OFFSITE["steps"]]
        assert page.texts(".plan-step-meta span").count("after 1") == 2
        assert "0 of 3 completed" in page.text
        assert live(page) == []
        for name in ("plan-approve", "plan-edit", "plan-reject"):
            assert reverse(name, args=[team.plan.pk]) in forms(page)

    def test_while_it_runs(self, alices: Client, team: Team) -> None:
        team.propose_and_approve()
        claim = team.begin()
        use_tool(claim)
        begin_tool(claim, "call-2")

        page = page_of(alices, team)

        assert badge(page) == "Running"
        assert states(page) == ["starting", "queued", "queued"]
        assert page.one('[data-call-id="call-1"]')["data-state"] == "done"
        assert live(page) == ["Working...", "Acting..."]

    def test_shows_progress_with_labels_for_screen_readers(self, alices: Client, team: Team) -> None:
        team.propose_and_approve()
        team.answer("You have **12** open tasks.")

        page = page_of(alices, team)

        bar = page.one("progress.plan-bar")
        assert (bar["value"], bar["max"], bar["aria-label"]) == ("1", "3", "Progress of the plan")
        assert bar["aria-valuetext"] == "1 of 3 completed"
        assert page.texts(".plan-step-result strong") == ["12"]
        assert states(page) == ["done", "starting", "queued"]

    def test_shows_the_text_that_is_being_written(self, alices: Client, team: Team) -> None:
        team.propose_and_approve()
        claim = team.begin()
        attempts.save_text(claim, "So far I see <two>")

        page = page_of(alices, team)

        written = page.one("[data-stream][data-plain]")
        assert (written["data-stream"], written["data-attempt"]) == (str(claim.run_id), "1")
        assert written.text == "So far I see <two>"

    def test_nothing_is_live_once_it_is_paused(self, alices: Client, alice: User, team: Team) -> None:
        team.propose_and_approve()
        claim = team.begin()
        begin_tool(claim)
        pause_plan(alice, team.plan.pk)
        before_the_agent_stops = page_of(alices, team)
        endings.cancel(claim, "As far as")
        advance_plan(team.plan.pk)

        page = page_of(alices, team)

        for shown in (before_the_agent_stops, page):
            assert badge(shown) == "Paused"
            assert live(shown) == []
            assert states(shown)[0] == "paused"
            assert reverse("plan-resume", args=[team.plan.pk]) in forms(shown)

    def test_continues_after_a_pause_with_one_live_message_of_each_kind(
        self, alices: Client, alice: User, team: Team
    ) -> None:
        team.propose_and_approve()
        pause_plan(alice, team.plan.pk)
        advance_plan(team.plan.pk)
        resume_plan(alice, team.plan.pk)
        advance_plan(team.plan.pk)

        page = page_of(alices, team)

        assert live(page) == ["Working...", "Thinking..."]
        assert tags(page).count("Interrupted") == 3

    def test_of_a_failed_plan_says_what_failed_and_what_can_be_done(self, alices: Client, team: Team) -> None:
        team.propose_and_approve()
        team.stumble()

        page = page_of(alices, team)

        assert badge(page) == "Failed"
        assert "Step 1 failed: The assistant took too long." in page.text
        assert live(page) == []
        assert states(page) == ["failed", "queued", "queued"]
        assert reverse("plan-resume", args=[team.plan.pk]) in forms(page)
        assert reverse("plan-step-skip", args=[team.plan.pk, team.step(1).pk]) in forms(page)

    def test_of_a_stopped_plan_has_nothing_live(self, alices: Client, alice: User, team: Team) -> None:
        team.propose_and_approve()
        claim = team.begin()
        cancel_plan(alice, team.plan.pk)
        before_the_agent_stops = page_of(alices, team)
        endings.cancel(claim)
        advance_plan(team.plan.pk)

        page = page_of(alices, team)

        for shown in (before_the_agent_stops, page):
            assert badge(shown) == "Cancelled"
            assert live(shown) == []
            assert states(shown) == ["stopped", "queued", "queued"]
            assert not shown.all('[form="act"]')
            assert len(shown.all("[data-action]")) == 1  # except that form

    def test_of_a_plan_stopped_while_it_was_planned(self, alices: Client, alice: User, team: Team) -> None:
        cancel_plan(alice, team.plan.pk)

        page = page_of(alices, team)

        assert live(page) == []
        assert "There are none." in page.text

    def test_of_a_completed_plan_has_result_and_tasks(self, alices: Client, team: Team) -> None:
        team.propose_and_approve({"title": "Short", "steps": [{"title": "Add", "agent": "Task Manager"}]})
        claim = team.begin()
        make_task(claim, "Book the venue")
        endings.succeed(claim, "Added it.")
        advance_plan(team.plan.pk)
        checking = page_of(alices, team)
        team.answer("All is **set** <script>alert(1)</script>")

        page = page_of(alices, team)

        assert states(checking) == ["done", "starting"]
        assert live(checking) == ["Acting..."]
        assert badge(page) == "Completed"
        assert live(page) == []
        assert page.one("[data-plan-result]").texts("strong") == ["set"]
        assert "<script>alert(1)</script>" in page.one("[data-plan-result]").text
        (task,) = team.owner.tasks.all()
        assert page.one("a[data-made-task]")["href"] == reverse("task", args=[task.pk])
        assert said(page)[-1] == "The result is there."

    def test_a_task_deleted_since_is_not_listed(self, alices: Client, team: Team) -> None:
        team.propose_and_approve()
        make_task(team.begin(), "Book the venue")
        team.owner.tasks.all().delete()

        assert not page_of(alices, team).all("[data-made-task]")

    def test_the_demonstration_is_shown_and_ends(self, alices: Client, team: Team) -> None:
        for _, scene in SCRIPT[:2]:
            scene(team.plan.pk)
        assert tags(page_of(alices, team)) == ["Done", "Done", "Acting..."]
        for _, scene in SCRIPT[2:]:
            scene(team.plan.pk)
        assert live(page_of(alices, team)) == []

    def test_takes_as_many_queries_for_more_steps(
        self, alices: Client, team: Team, django_assert_num_queries: Any
    ) -> None:
        team.propose_and_approve()
        team.answer("One.")
        with CaptureQueriesContext(connection) as first:
            page_of(alices, team)
        team.answer("Two.")
        team.answer("Three.")
        with django_assert_num_queries(len(first.captured_queries)):
            page_of(alices, team)


class TestOthers:
    @pytest.mark.parametrize(
        "name", ["plan-approve", "plan-reject", "plan-pause", "plan-resume", "plan-cancel", "plan-edit"]
    )
    def test_a_plan_of_somebody_else_is_not_found(self, charlie: User, team: Team, name: str) -> None:
        team.propose()
        charlies = Client()
        charlies.force_login(charlie)
        page_of(charlies, team, 404)
        assert post(charlies, name, team).status_code == 404
        assert post(charlies, "plan-step-skip", team, team.step(1).pk).status_code == 404
        assert team.status == "awaiting_approval"

    def test_an_unknown_plan_is_not_found(self, alices: Client) -> None:
        assert alices.get(reverse("plan", args=[uuid4()])).status_code == 404

    def test_an_unknown_step_is_not_found(self, alices: Client, team: Team) -> None:
        team.propose_and_approve()
        assert post(alices, "plan-step-skip", team, uuid4()).status_code == 404

    def test_signed_out_people_cannot_see_it(self, team: Team) -> None:
        response = Client().get(reverse("plan", args=[team.plan.pk]))
        assert response["Location"].startswith(reverse("sign-in"))

    def test_a_form_of_another_site_is_refused(self, alice: User, team: Team) -> None:
        team.propose()
        forged = Client(enforce_csrf_checks=True)
        forged.force_login(alice)
        assert post(forged, "plan-approve", team).status_code == 403
        assert Plan.objects.get().status == "awaiting_approval"


class TestManyMessages:
    @pytest.fixture
    def count(self, team: Team) -> int:
        """The page of a plan with more messages than a page shows."""
        team.propose_and_approve()
        count = 2 * MESSAGES_SHOWN + 3
        said = team.plan.messages.filter(is_activity=False).count()
        PlanMessage.objects.bulk_create(
            PlanMessage(
                plan=team.plan,
                kind="plan_update",
                agent_name="Lockstep",
                content=f"Message {number}",
                message_type=PlanMessage.Type.ACTION,
                status=PlanMessage.Status.IN_PROGRESS,
            )
            for number in range(said, count)
        )
        return count

    def test_pages_have_each_once(self, alices: Client, team: Team, count: int) -> None:
        page, seen = page_of(alices, team), []
        for _ in range(3):
            seen[:0] = [element["id"] for element in page.all("[data-plan-message]")]
            if earlier := page.all("#feed [rel=prev]"):
                page = parse(alices.get(earlier[0]["href"]))

        assert len(seen) == len(set(seen)) == count
        assert not page.all("#feed [rel=prev]")

    def test_an_earlier_page_is_not_live_and_links_to_the_latest(
        self, alices: Client, team: Team, count: int
    ) -> None:
        latest = page_of(alices, team)
        earlier = parse(alices.get(latest.one("#feed [rel=prev]")["href"]))

        assert tags(latest)[-1] in LIVE
        assert tags(earlier)[-1] not in LIVE
        assert earlier.one("#feed [rel=next]")["href"] == reverse("plan", args=[team.plan.pk])
        assert earlier.one("#overview")["hx-get"].endswith(latest.one("#feed [rel=prev]")["href"])

    @pytest.mark.parametrize("before", ["", "x", "-1", "²", "9" * 30])
    def test_an_invalid_position_shows_the_latest(
        self, alices: Client, team: Team, count: int, before: str
    ) -> None:
        response = alices.get(reverse("plan", args=[team.plan.pk]), {"before": before})
        assert len(parse(response).all("[data-plan-message]")) == MESSAGES_SHOWN
