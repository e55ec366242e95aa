"""Processes whose clocks differ: runs are ordered and found by the clock of the database."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo
from typing import Self

import pytest

from chatbot.domain.plans.create import create_plan
from chatbot.domain.runs.submit_message import submit_message
from chatbot.models import Plan, Run, User
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
