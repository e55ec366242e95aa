"""Processes whose clocks differ: runs are ordered and found by the clock of the database."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo
from typing import Self

import pytest
from django.utils import timezone

from chatbot.domain.journal import tool_calls
from chatbot.domain.journal.tool_calls import Call
from chatbot.domain.plans.create import create_plan
from chatbot.domain.runs.attempts import Claim, claim
from chatbot.domain.runs.endings import fail, requeue
from chatbot.domain.runs.retry import retry_run
from chatbot.domain.runs.submit_message import submit_message
from chatbot.models import Plan, Run, ToolCall, User
from chatbot.models.now import Now

pytestmark = pytest.mark.django_db


class Ahead(datetime):
    """The clock of a process that is five minutes ahead."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Self:
        return super().now(tz) + timedelta(minutes=5)


@pytest.fixture(autouse=True)
def clock_that_is_ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.datetime", Ahead)


def test_run_with_a_lost_job_is_found_despite_wrong_clocks(alice: User) -> None:
    run = submit_message(alice, "Hi")
    assert Run.objects.filter(pk=run.pk, created_at__lte=Now()).exists()
    assert run.created_at < Ahead.now(run.created_at.tzinfo) - timedelta(minutes=4)


def test_stuck_plan_is_found_despite_wrong_clocks(alice: User) -> None:
    plan = create_plan(alice, "Prepare the offsite")
    assert Plan.objects.filter(pk=plan.pk, updated_at__lte=Now()).exists()


def test_a_call_is_resumed_although_an_earlier_run_was_on_a_clock_that_is_ahead(
    alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    call = Call("call_0", "add_task", {"title": "Milk"})
    first = claimed(submit_message(alice, "Add milk"))
    tool_calls.start(first, call, "")
    ToolCall.objects.update(started_at=timezone.now())  # as they were stored before
    fail(first, "timeout", "It took too long.")
    monkeypatch.undo()  # the next process is right
    again = retry_run(alice, first.run_id)
    tool_calls.start(claimed(again), call, "")
    Run.objects.filter(pk=again.pk).update(lease_until=Now() - timedelta(seconds=1))
    requeue(Run.objects.get(pk=again.pk))
    resumed = claimed(again)
    assert tool_calls.start(resumed, call, "").output is None
    assert ToolCall.objects.get(run=again).attempt == resumed.attempt == 2


def test_calls_are_put_in_order_by_the_clock_of_the_database(alice: User) -> None:
    tool_calls.start(claimed(submit_message(alice, "Add milk")), Call("call_0", "add_task", {}), "")
    assert ToolCall.objects.filter(started_at__lte=Now()).exists()


def claimed(run: Run) -> Claim:
    held = claim(run.pk)
    assert held is not None
    return held
