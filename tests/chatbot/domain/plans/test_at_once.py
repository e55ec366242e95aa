"""Decisions, bells and sweeps that come together: the first counts, and nothing happens twice."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from django.db.models.functions import Now

from chatbot.domain import sweeper
from chatbot.domain.endings import cancel, succeed
from chatbot.domain.errors import Conflict
from chatbot.domain.plans import life
from chatbot.domain.plans.advance import advance
from chatbot.models import Plan, PlanMessage, Run
from tests.chatbot.domain.threads import at_once
from tests.factories import UserFactory

from .team import Team

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("any_database")]


def test_the_first_decision_counts() -> None:
    alice = UserFactory.create()
    team = Team(alice)
    team.propose()
    decisions = at_once(
        partial(life.approve_plan, alice, team.plan.pk, by=alice),
        partial(life.reject_plan, alice, team.plan.pk),
        partial(life.reject_plan, alice, team.plan.pk, "Shorter"),
        partial(life.approve_plan, alice, team.plan.pk, by=alice),
    )
    assert sum(isinstance(decision, Plan) for decision in decisions) == 1
    assert sum(isinstance(decision, Conflict) for decision in decisions) == 3


def test_a_stop_against_an_approval_leaves_one_outcome() -> None:
    alice = UserFactory.create()
    team = Team(alice)
    team.propose()
    at_once(
        partial(life.approve_plan, alice, team.plan.pk, by=alice),
        partial(life.cancel_plan, alice, team.plan.pk),
    )
    advance(team.plan.pk)
    assert team.status == "cancelled"
    assert not Run.objects.active().exists()


def test_bells_that_ring_together_start_a_step_once() -> None:
    alice = UserFactory.create()
    team = Team(alice)
    team.propose()
    life.approve_plan(alice, team.plan.pk, by=alice)
    assert at_once(*[partial(advance, team.plan.pk)] * 4) == [None] * 4
    assert Run.objects.filter(purpose=Run.Purpose.STEP).count() == 1
    assert PlanMessage.objects.filter(kind="step_update").count() == 1


def test_a_bell_that_nobody_heard_is_made_up_for(monkeypatch: pytest.MonkeyPatch) -> None:
    alice = UserFactory.create()
    team = Team(alice)
    team.propose()
    life.approve_plan(alice, team.plan.pk, by=alice)
    rung: list[object] = []
    monkeypatch.setattr("chatbot.domain.sweeper.ring_for_plan", rung.append)
    sweeper.sweep()
    assert rung == []
    Plan.objects.update(updated_at=Now() - timedelta(seconds=11))
    sweeper.sweep()
    assert rung == [team.plan.pk]
    advance(team.plan.pk)
    rung.clear()
    sweeper.sweep()
    assert rung == []


def test_stopping_while_the_step_ends_finds_no_deadlock() -> None:
    for _ in range(5):
        alice = UserFactory.create()
        team = Team(alice)
        team.get_going()
        held = team.begin()
        outcomes = at_once(
            partial(life.cancel_plan, alice, team.plan.pk),
            partial(succeed, held, "Done."),
        )
        assert not [error for error in outcomes if type(error).__name__ == "OperationalError"]
        cancel(held)
        advance(team.plan.pk)
        assert team.status == "cancelled"
        assert not Run.objects.filter(conversation__plan=team.plan).active().exists()
