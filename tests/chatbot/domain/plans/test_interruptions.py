"""Pause, resume and stop a plan at awkward moments."""

from __future__ import annotations

from datetime import timedelta

import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks

from chatbot.domain.errors import Conflict
from chatbot.domain.plans.advance import advance_plan
from chatbot.domain.plans.control import cancel_plan, pause_plan, resume_plan, skip_step
from chatbot.domain.plans.decisions import reject_plan
from chatbot.domain.runs import sweeper
from chatbot.domain.runs.attempts import LeaseLost, StopRequested, save_text
from chatbot.domain.runs.cancel import cancel_run
from chatbot.domain.runs.endings import cancel, succeed
from chatbot.models import Plan, PlanMessage, Run, User
from chatbot.models.now import Now
from tests.chatbot.conftest import Job

from .team import OFFSITE, Team

SHORT = {"title": "Short", "steps": OFFSITE["steps"][:1]}
APART = {"title": "Apart", "steps": [{**step, "depends_on": []} for step in OFFSITE["steps"]]}


def test_resuming_works_before_the_pause_is_complete(team: Team, alice: User) -> None:
    team.propose_and_approve()
    held = team.begin()
    pause_plan(alice, team.plan.pk)
    resume_plan(alice, team.plan.pk)
    cancel(held, "As far as")  # its process is notified of the stop only now
    advance_plan(team.plan.pk)
    assert (team.status, team.steps) == ("running", ["running", "planned", "planned"])
    (again,) = team.queued()
    assert again.continues_id == held.run_id
    with pytest.raises((LeaseLost, StopRequested)):
        save_text(held, "late")
    team.answer("There.")
    assert team.steps[0] == "completed"


def test_resuming_works_when_the_end_of_the_pause_was_lost(team: Team, alice: User) -> None:
    team.propose_and_approve()
    held = team.begin()
    pause_plan(alice, team.plan.pk)
    cancel(held)
    resume_plan(alice, team.plan.pk)
    advance_plan(team.plan.pk)
    assert (team.status, team.steps) == ("running", ["running", "planned", "planned"])
    assert len(team.queued()) == 1


def test_resuming_before_a_paused_summary_has_stopped_sums_up_again(team: Team, alice: User) -> None:
    team.propose_and_approve(SHORT)
    team.answer("Nothing there.")
    held = team.begin()
    pause_plan(alice, team.plan.pk)
    resume_plan(alice, team.plan.pk)
    cancel(held)
    advance_plan(team.plan.pk)
    assert team.status == "running"
    team.answer("All is set.")
    assert team.status == "completed"


def test_a_step_that_ends_while_it_is_paused_is_done(team: Team, alice: User) -> None:
    team.propose_and_approve()
    succeed(team.begin(), "There.")
    pause_plan(alice, team.plan.pk)
    advance_plan(team.plan.pk)
    assert (team.status, team.steps) == ("paused", ["completed", "planned", "planned"])
    assert not Run.objects.active().exists()
    resume_plan(alice, team.plan.pk)
    advance_plan(team.plan.pk)
    assert team.steps == ["completed", "running", "planned"]


def test_an_unapproved_plan_is_proposed_again_when_resumed(team: Team, alice: User) -> None:
    team.propose()
    reject_plan(alice, team.plan.pk, "Only one step, please.")
    team.stumble()
    assert team.status == "failed"
    resume_plan(alice, team.plan.pk)
    advance_plan(team.plan.pk)
    assert team.status == "draft"
    assert not Run.objects.filter(purpose=Run.Purpose.STEP).exists()
    (again,) = team.queued()
    assert "Only one step, please." in again.trigger.content
    team.propose(SHORT)
    assert (team.status, team.steps) == ("awaiting_approval", ["planned"])


def test_stopping_while_planning_discards_the_proposal(team: Team, alice: User) -> None:
    held = team.begin()
    cancel_plan(alice, team.plan.pk)
    with pytest.raises(StopRequested):
        succeed(held, "{}")
    cancel(held)
    advance_plan(team.plan.pk)
    assert (team.status, team.steps) == ("cancelled", [])
    assert not Run.objects.active().exists()


def test_a_proposal_of_a_stopped_plan_is_discarded(team: Team, alice: User) -> None:
    succeed(team.begin(), '{"title": "x", "steps": []}')
    cancel_plan(alice, team.plan.pk)
    advance_plan(team.plan.pk)
    assert (team.status, team.steps) == ("cancelled", [])


def test_a_planning_run_that_is_stopped_by_itself_can_be_resumed(team: Team, alice: User) -> None:
    cancel_run(alice, team.queued()[0].pk)
    advance_plan(team.plan.pk)
    assert team.status == "failed"
    resume_plan(alice, team.plan.pk)
    team.propose()
    assert team.status == "awaiting_approval"


def test_skipping_a_failed_step_continues_with_the_next(team: Team, alice: User) -> None:
    team.propose_and_approve(SHORT)
    team.stumble()
    skip_step(alice, team.plan.pk, team.step(1).pk)
    with pytest.raises(Conflict, match="This step is skipped"):
        skip_step(alice, team.plan.pk, team.step(1).pk)
    resume_plan(alice, team.plan.pk)
    advance_plan(team.plan.pk)
    (summary,) = team.queued()
    assert summary.purpose == Run.Purpose.SUMMARY
    assert "skipped" in summary.trigger.content


@pytest.mark.parametrize("status", ["paused", "cancelled"])
def test_a_step_whose_end_was_lost_is_finished_by_the_sweeper(
    team: Team,
    alice: User,
    status: str,
    enqueued: list[Job],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    team.propose_and_approve()
    held = team.begin()
    (pause_plan if status == "paused" else cancel_plan)(alice, team.plan.pk)
    cancel(held)
    Plan.objects.update(updated_at=Now() - timedelta(seconds=11))
    with django_capture_on_commit_callbacks(execute=True):
        sweeper.sweep()
    assert enqueued == [("advance_plan", str(team.plan.pk))]
    advance_plan(team.plan.pk)
    enqueued.clear()
    with django_capture_on_commit_callbacks(execute=True):
        sweeper.sweep()
    assert (enqueued, team.status) == ([], status)
    assert "running" not in team.steps


def test_one_of_three_parallel_steps_fails(team: Team, alice: User, settings: object) -> None:
    settings.PLAN_PARALLEL_STEPS = 3  # type: ignore[attr-defined]
    team.propose_and_approve(APART)
    assert team.steps == ["running"] * 3
    team.stumble()
    assert (team.status, team.steps) == ("running", ["failed", "running", "running"])
    team.answer("Second.")
    team.answer("Third.")
    assert (team.status, team.steps) == ("failed", ["failed", "completed", "completed"])
    resume_plan(alice, team.plan.pk)
    advance_plan(team.plan.pk)
    assert team.steps == ["running", "completed", "completed"]
    team.answer("First.")
    team.answer("All is set.")
    assert team.status == "completed"
    done = PlanMessage.objects.filter(kind="step_update", message_type="result", status="completed")
    assert done.count() == 3
