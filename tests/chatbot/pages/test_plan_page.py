"""The page of a plan in each state, and who may see it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from chatbot.domain.journal import approvals
from chatbot.domain.plans.advance import advance_plan
from chatbot.domain.plans.control import cancel_plan, pause_plan, resume_plan
from chatbot.domain.plans.decisions import approve_plan
from chatbot.domain.plans.demonstration import SCRIPT
from chatbot.domain.runs import attempts, endings
from chatbot.models import JobProcess, Plan, PlanMessage, Run, ToolCall, User
from chatbot.pages.plans.messages import MESSAGES_SHOWN
from tests.chatbot.domain.plans.team import OFFSITE, Team
from tests.chatbot.pages.plan_reading import badge, forms, live, page_of, post, said, states, tags
from tests.chatbot.pages.plan_scenes import ask_question, begin_tool, make_task, use_tool
from tests.markup import parse


@pytest.fixture
def team(alice: User) -> Team:
    return Team(alice)


class TestStates:
    def test_while_it_is_planned(self, alices: Client, team: Team) -> None:
        page = page_of(alices, team)

        assert badge(page) == "Being planned"
        assert tags(page) == ["Thinking…"]
        assert not said(page)
        assert "The planner is working on a proposal." in page.text
        assert not page.all("[data-progress-of-plan]")
        assert reverse("plan-approve", args=[team.plan.pk]) not in forms(page)

    def test_while_no_process_starts_its_runs(self, alices: Client, team: Team) -> None:
        over_rest = reverse("api-plan", args=[team.plan.pk])
        assert "No worker is running." not in page_of(alices, team).text
        Run.objects.update(created_at=timezone.now() - timedelta(seconds=10))
        page = page_of(alices, team)
        assert "No worker is running." in page.one("#overview").text
        assert "data-queued" in page.one("#overview").attributes
        assert alices.get(over_rest).json()["is_without_worker"] is True

        JobProcess.objects.create(kind="worker", name="host:1")
        assert "No worker is running." not in page_of(alices, team).text
        assert alices.get(over_rest).json()["is_without_worker"] is False
        team.propose()
        assert "data-queued" not in page_of(alices, team).one("#overview").attributes

    def test_while_it_waits_for_approval(self, alices: Client, team: Team) -> None:
        team.propose()

        page = page_of(alices, team)

        assert badge(page) == "Waiting for approval"
        assert page.one("title").text == "Waiting for you · Offsite in June · Lockstep"
        assert page.texts("[data-step-title]") == [step["title"] for step in OFFSITE["steps"]]
        assert page.texts("[data-step-agent]") == [step["agent"] for step in OFFSITE["steps"]]
        assert page.texts(".plan-step-meta span").count("after 1") == 2
        assert page.one("#waiting h2").text == "Do you approve these 3 steps?"
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
        assert live(page) == ["Acting…"]

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

        written = page.one(".plan-step[data-state=starting] [data-stream][data-plain]")
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

    def test_a_step_that_was_interrupted_never_reads_done(
        self, alices: Client, alice: User, team: Team
    ) -> None:
        team.propose_and_approve()
        pause_plan(alice, team.plan.pk)
        advance_plan(team.plan.pk)
        resume_plan(alice, team.plan.pk)
        advance_plan(team.plan.pk)

        page = page_of(alices, team)

        assert page.texts("[data-step-state]") == ["Thinking…", "Planned", "Planned"]
        assert said(page) == ["Approved by you", "Paused", "Resumed"]

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
            assert badge(shown) == "Stopped"
            assert live(shown) == []
            assert states(shown) == ["stopped", "queued", "queued"]
            assert not shown.all('[form="act"]')
            assert len(shown.all("[data-action]")) == 1  # except that form

    def test_of_a_plan_stopped_while_it_was_planned(self, alices: Client, alice: User, team: Team) -> None:
        cancel_plan(alice, team.plan.pk)

        page = page_of(alices, team)

        assert live(page) == []
        assert "The plan ended before it had steps." in page.text

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
        assert live(checking) == ["Thinking…"]
        assert badge(page) == "Completed"
        assert live(page) == []
        assert page.one("[data-plan-result]").texts("strong") == ["set"]
        assert "<script>alert(1)</script>" in page.one("[data-plan-result]").text
        (task,) = team.owner.tasks.all()
        row = page.one("#plan-created [data-task]")
        assert (row["data-task"], row.one("[data-title]").text) == (str(task.number), "Book the venue")
        assert said(page) == ["Approved by you"]

    def test_a_task_deleted_since_is_not_listed(self, alices: Client, team: Team) -> None:
        team.propose_and_approve()
        make_task(team.begin(), "Book the venue")
        team.owner.tasks.all().delete()

        assert not page_of(alices, team).all("#plan-created [data-task]")

    def test_the_demonstration_is_shown_and_ends(self, alices: Client, team: Team) -> None:
        for _, scene in SCRIPT[:2]:
            scene(team.plan.pk)
        assert tags(page_of(alices, team).one("#feed")) == ["Acting…"]
        for _, scene in SCRIPT[2:]:
            scene(team.plan.pk)
        page = page_of(alices, team)
        assert live(page.one("#feed")) == []
        assert page.texts("[data-agent]") == ["Data Analyst"] * 3 + ["Business Advisor"] * 2

    def test_tells_each_thing_once(self, alices: Client, team: Team) -> None:
        team.propose_and_approve()
        for answer in ("Twelve.", "None.", "Few.", "All is set."):
            team.answer(answer)

        text = page_of(alices, team).text

        titles = [step["title"] for step in OFFSITE["steps"]]
        for words in (*titles, "Twelve.", "None.", "Few.", "All is set.", "Approved"):
            assert text.count(words) == 1, words

    def test_details_of_a_finished_step_are_folded(self, alices: Client, team: Team) -> None:
        step = {"title": "Look", "agent": "Data Analyst", "detail": "Count **all**:\n- open\n- overdue"}
        team.propose({"title": "Short", "steps": [step]})
        assert page_of(alices, team).texts("[data-step-detail] li") == ["open", "overdue"]
        approve_plan(team.owner, team.plan.pk, by=team.owner)
        advance_plan(team.plan.pk)
        claim = team.begin()
        use_tool(claim)
        assert not page_of(alices, team).all("details [data-step-detail]")
        endings.succeed(claim, "Twelve.")
        advance_plan(team.plan.pk)

        folded = page_of(alices, team).one(".plan-step details.fold")

        assert folded.texts("[data-step-detail] strong") == ["all"]
        assert folded.one("[data-call-id]")["data-state"] == "done"

    def test_says_how_long_a_step_took_and_how_long_it_waited(self, alices: Client, team: Team) -> None:
        team.propose_and_approve()
        claim = team.begin()
        ask_question(claim)
        run, end = Run.objects.filter(pk=claim.run_id), timezone.now()
        started = end - timedelta(seconds=30)
        answered = {"question": "Where shall it be?", "options": None, "answer": "Ghent"}
        approvals.approve(team.owner, "call-3", by=team.owner, arguments=answered)
        asked = started + timedelta(seconds=1)
        ToolCall.objects.update(started_at=asked, decided_at=asked + timedelta(seconds=26))
        endings.succeed(team.begin(), "Ghent.")
        run.update(started_at=started, finished_at=end)
        advance_plan(team.plan.pk)

        assert page_of(alices, team).texts("[data-took]") == ["4.0 s · waited 26 s for you"]

    def test_says_for_how_long_the_agent_of_a_running_step_has_worked(
        self, alices: Client, team: Team
    ) -> None:
        team.propose_and_approve()
        assert not page_of(alices, team).all("[data-elapsed]")
        run = Run.objects.filter(pk=team.begin().run_id)
        run.update(started_at=timezone.now() - timedelta(seconds=90))

        assert 90_000 <= int(page_of(alices, team).one("[data-elapsed]")["data-elapsed"]) < 100_000

    @pytest.mark.parametrize(
        ("status", "sentence"),
        [
            ("draft", "The planner is making a plan."),
            ("awaiting_approval", "3 steps proposed. The plan waits for your approval."),
            ("running", "Step 1 started: Look at what is planned."),
            ("paused", "Plan paused."),
            ("completed", "Plan completed. 1 task added."),
            ("cancelled", "Plan stopped."),
        ],
    )
    def test_says_its_status_in_a_sentence(
        self, alices: Client, team: Team, status: str, sentence: str
    ) -> None:
        if status != "draft":
            team.propose()
        if status not in {"draft", "awaiting_approval"}:
            approve_plan(team.owner, team.plan.pk, by=team.owner)
            advance_plan(team.plan.pk)
            make_task(team.begin(), "Book the venue")
        Plan.objects.update(status=status)

        assert page_of(alices, team).one("#overview")["data-spoken"] == sentence

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
                kind="agent_message",
                agent_name="Data Analyst",
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

        assert tags(latest.one("#feed")) == ["Acting…"]
        assert tags(earlier.one("#feed")) == []
        assert earlier.one("#feed [rel=next]")["href"] == reverse("plan", args=[team.plan.pk])
        assert earlier.one("#overview")["hx-get"].endswith(latest.one("#feed [rel=prev]")["href"])

    @pytest.mark.parametrize("before", ["", "x", "-1", "²", "9" * 30])
    def test_an_invalid_position_shows_the_latest(
        self, alices: Client, team: Team, count: int, before: str
    ) -> None:
        response = alices.get(reverse("plan", args=[team.plan.pk]), {"before": before})
        assert len(parse(response).all("[data-plan-message]")) == MESSAGES_SHOWN
