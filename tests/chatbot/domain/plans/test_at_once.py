"""Simultaneous decisions, jobs and sweeps: the first one counts, and nothing happens twice."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest

from chatbot.domain.errors import Conflict
from chatbot.domain.plans.advance import advance_plan
from chatbot.domain.plans.control import cancel_plan, pause_plan, resume_plan, skip_step
from chatbot.domain.plans.create import create_plan
from chatbot.domain.plans.decisions import approve_plan, reject_plan
from chatbot.domain.runs import sweeper
from chatbot.domain.runs.attempts import LeaseLost, StopRequested, save_text
from chatbot.domain.runs.endings import cancel, succeed
from chatbot.models import Plan, PlanMessage, Run
from chatbot.models.now import Now
from tests.chatbot.conftest import Job
from tests.chatbot.domain.threads import at_once
from tests.factories import UserFactory

from .team import Team

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("any_database")]


def test_the_first_decision_counts() -> None:
    alice = UserFactory.create()
    team = Team(alice)
    team.propose()
    decisions = at_once(
        partial(approve_plan, alice, team.plan.pk, by=alice),
        partial(reject_plan, alice, team.plan.pk),
        partial(reject_plan, alice, team.plan.pk, "Shorter"),
        partial(approve_plan, alice, team.plan.pk, by=alice),
    )
    assert sum(isinstance(decision, Plan) for decision in decisions) == 1
    assert sum(isinstance(decision, Conflict) for decision in decisions) == 3


def test_a_stop_against_an_approval_leaves_one_outcome() -> None:
    alice = UserFactory.create()
    team = Team(alice)
    team.propose()
    at_once(
        partial(approve_plan, alice, team.plan.pk, by=alice),
        partial(cancel_plan, alice, team.plan.pk),
    )
    advance_plan(team.plan.pk)
    assert team.status == "cancelled"
    assert not Run.objects.active().exists()


def test_jobs_that_run_together_start_a_step_once() -> None:
    alice = UserFactory.create()
    team = Team(alice)
    team.propose()
    approve_plan(alice, team.plan.pk, by=alice)
    assert at_once(*[partial(advance_plan, team.plan.pk)] * 4) == [None] * 4
    assert Run.objects.filter(purpose=Run.Purpose.STEP).count() == 1
    assert PlanMessage.objects.filter(kind="step_update").count() == 1


def test_a_plan_whose_job_was_lost_is_advanced(enqueued: list[Job]) -> None:
    alice = UserFactory.create()
    team = Team(alice)
    team.propose()
    approve_plan(alice, team.plan.pk, by=alice)
    enqueued.clear()
    sweeper.sweep()
    assert enqueued == []
    Plan.objects.update(updated_at=Now() - timedelta(seconds=11))
    sweeper.sweep()
    assert enqueued == [("advance_plan", str(team.plan.pk))]
    advance_plan(team.plan.pk)
    enqueued.clear()
    sweeper.sweep()
    assert enqueued == []


def test_stopping_while_the_step_ends_does_not_deadlock() -> None:
    for _ in range(5):
        alice = UserFactory.create()
        team = Team(alice)
        team.propose_and_approve()
        held = team.begin()
        outcomes = at_once(
            partial(cancel_plan, alice, team.plan.pk),
            partial(succeed, held, "Done."),
        )
        assert not [error for error in outcomes if type(error).__name__ == "OperationalError"]
        cancel(held)
        advance_plan(team.plan.pk)
        assert team.status == "cancelled"
        assert not Run.objects.filter(conversation__plan=team.plan).active().exists()


def test_pausing_while_the_step_ends_leaves_it_done_or_planned() -> None:
    for _ in range(5):
        alice = UserFactory.create()
        team = Team(alice)
        team.propose_and_approve()
        held = team.begin()
        paused, ended = at_once(
            partial(pause_plan, alice, team.plan.pk),
            partial(succeed, held, "Done."),
        )
        assert isinstance(paused, Plan)
        cancel(held)
        advance_plan(team.plan.pk)
        done = not isinstance(ended, Exception)
        assert (team.status, team.steps[0]) == ("paused", "completed" if done else "planned")
        resume_plan(alice, team.plan.pk)
        advance_plan(team.plan.pk)
        (next_run,) = team.queued()
        assert next_run.step is not None
        assert next_run.step.position == (2 if done else 1)


def test_resuming_while_the_pause_takes_effect_starts_the_step_once() -> None:
    for _ in range(5):
        alice = UserFactory.create()
        team = Team(alice)
        team.propose_and_approve()
        held = team.begin()
        pause_plan(alice, team.plan.pk)
        outcomes = at_once(
            partial(resume_plan, alice, team.plan.pk),
            partial(resume_plan, alice, team.plan.pk),
            partial(cancel, held, "As far as"),
            partial(advance_plan, team.plan.pk),
        )
        assert sum(isinstance(outcome, Conflict) for outcome in outcomes) == 1
        assert sum(isinstance(outcome, Exception) for outcome in outcomes) == 1
        advance_plan(team.plan.pk)
        assert (team.status, team.steps[0]) == ("running", "running")
        assert len(team.queued()) == 1


def test_jobs_that_run_together_at_the_end_sum_up_once() -> None:
    alice = UserFactory.create()
    team = Team(alice)
    team.propose_and_approve({"title": "Short", "steps": [{"title": "Look", "agent": "Data Analyst"}]})
    succeed(team.begin(), "Nothing there.")
    assert at_once(*[partial(advance_plan, team.plan.pk)] * 4) == [None] * 4
    (summary,) = team.queued()
    assert summary.purpose == Run.Purpose.SUMMARY
    succeed(team.begin(), "All is set.")
    assert at_once(*[partial(advance_plan, team.plan.pk)] * 4) == [None] * 4
    assert team.status == "completed"
    assert PlanMessage.objects.filter(content="All is set.").count() == 1


def test_a_plan_is_skipped_paused_and_stopped_at_once_without_a_deadlock() -> None:
    for _ in range(5):
        alice = UserFactory.create()
        team = Team(alice)
        team.propose_and_approve()
        held = team.begin()
        outcomes = at_once(
            partial(pause_plan, alice, team.plan.pk),
            partial(cancel_plan, alice, team.plan.pk),
            partial(skip_step, alice, team.plan.pk, team.step(2).pk),
            partial(advance_plan, team.plan.pk),
            partial(save_text, held, "As far as"),
        )
        refused = [outcome for outcome in outcomes if isinstance(outcome, Exception)]
        assert all(isinstance(error, Conflict | StopRequested | LeaseLost) for error in refused)
        assert team.status == "cancelled"


def test_the_limit_of_open_plans_holds_for_plans_started_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chatbot.domain.plans.create.MOST_OPEN", 2)
    alice = UserFactory.create()
    started = at_once(*[partial(create_plan, alice, "A goal")] * 5)
    assert sum(isinstance(plan, Plan) for plan in started) == 2
    assert Plan.objects.count() == 2
