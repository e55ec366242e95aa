"""The sweep ends what a runner should have ended; an error with one row does not affect the others."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import connection
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from chatbot.domain.journal import approvals
from chatbot.domain.journal.approvals import Proposal
from chatbot.domain.runs import sweeper
from chatbot.models import Run, Task, User
from chatbot.models.now import Now
from tests.chatbot.domain.published import types
from tests.chatbot.domain.worked import work_for
from tests.factories import TaskFactory, UserFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("any_database")]

HOUR = timedelta(hours=1)
REFUSE = {
    "sqlite": """
        CREATE TRIGGER refusal BEFORE UPDATE ON {table} WHEN OLD.id IN ({ids})
        BEGIN SELECT RAISE(ABORT, 'never'); END
    """,
    "postgresql": """
        CREATE FUNCTION refusal() RETURNS trigger AS $$ BEGIN PERFORM 'x'::jsonb; END $$ LANGUAGE plpgsql;
        CREATE TRIGGER refusal BEFORE UPDATE ON {table} FOR EACH ROW
        WHEN (OLD.id IN ({ids})) EXECUTE FUNCTION refusal()
    """,
}
ACCEPT = {"sqlite": "DROP TRIGGER refusal", "postgresql": "DROP FUNCTION refusal CASCADE"}


@pytest.fixture
def alice() -> User:
    return UserFactory.create()


@contextmanager
def refused(rows: Sequence[Run] | Sequence[Task]) -> Iterator[None]:
    """The database refuses every write of these rows."""
    meta = rows[0]._meta
    ids = ", ".join(f"'{meta.pk.get_db_prep_value(row.pk, connection)}'" for row in rows)
    with connection.cursor() as cursor:
        cursor.execute(REFUSE[connection.vendor].format(table=meta.db_table, ids=ids))
    yield
    with connection.cursor() as cursor:
        cursor.execute(ACCEPT[connection.vendor])


def age(run: Run, **times: timedelta) -> Run:
    """Move some of the run's times that far into the past."""
    Run.objects.filter(pk=run.pk).update(**{name: Now() - by for name, by in times.items()})
    return run


def running(owner: User) -> Run:
    return work_for(owner).run


def lost(owner: User) -> Run:
    return age(running(owner), lease_until=HOUR)


def stalled(owner: User) -> Run:
    return age(running(owner), progress_at=HOUR)


def overdue(owner: User) -> Run:
    return age(running(owner), attempt_started_at=HOUR)


def unstopped(owner: User) -> Run:
    return age(running(owner), stop_requested_at=HOUR)


def waiting_for_approval(owner: User) -> Run:
    """A run that waits for approval, after it has run for an hour."""
    work = work_for(owner)
    age(work.run, attempt_started_at=HOUR)
    approvals.request_approval(work.claim, work.begin(), Proposal("Delete 1 task"))
    return work.run


def expired(owner: User) -> Run:
    run = waiting_for_approval(owner)
    run.tool_calls.update(expires_at=Now() - HOUR)
    return run


def end_of(run: Run) -> tuple[str, str]:
    run.refresh_from_db()
    return run.status, run.error_code


def test_run_past_its_limit_is_ended_despite_progress(alice: User) -> None:
    run = overdue(alice)
    sweeper.sweep()
    assert end_of(run) == ("failed", "too_long")
    assert "30 minutes" in run.error
    assert types(alice)[-1] == "run_failed"


def test_lost_run_past_its_limit_gets_no_further_attempt(alice: User) -> None:
    run = age(overdue(alice), lease_until=HOUR)
    sweeper.sweep()
    assert end_of(run) == ("failed", "too_long")
    assert "run_retrying" not in types(alice)


def test_earlier_attempts_count(alice: User) -> None:
    run = running(alice)
    Run.objects.filter(pk=run.pk).update(worked=HOUR)
    sweeper.sweep()
    assert end_of(run) == ("failed", "too_long")


def test_runner_has_one_lease_to_end_its_run_itself(alice: User, settings: Settings) -> None:
    run = age(running(alice), attempt_started_at=timedelta(seconds=settings.RUN_LIMIT + 5))
    sweeper.sweep()
    assert end_of(run) == ("running", "")


def test_run_that_waits_for_approval_is_not_ended(alice: User) -> None:
    run = waiting_for_approval(alice)
    sweeper.sweep()
    assert end_of(run) == ("awaiting_approval", "")


def test_sweep_that_finds_nothing_is_one_query(
    alice: User, settings: Settings, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    settings.AGENT_TITLE = settings.AGENT_ENDPOINT
    running(alice)
    often = sweeper.Sweeper()
    for _ in range(2):
        with django_assert_num_queries(1):
            often.sweep()
    run = overdue(alice)
    often.sweep()
    assert end_of(run)[0] == "failed"


FINISHED = {
    lost: "queued",
    stalled: "failed",
    overdue: "failed",
    unstopped: "cancelled",
    expired: "queued",
}


def test_rows_that_cannot_be_written_do_not_affect_others(
    alice: User, caplog: pytest.LogCaptureFixture
) -> None:
    never = [make(alice) for make in FINISHED]
    others = {make: make(alice) for make in FINISHED}
    with refused(never):
        sweeper.sweep()
    assert {make: end_of(run)[0] for make, run in others.items()} == FINISHED
    errors = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert all(record.exc_info for record in errors)
    expired_call = never[-1].tool_calls.get()
    rows = [*never[:-1], expired_call]
    assert sorted(record.getMessage().split()[-1] for record in errors) == sorted(str(row.pk) for row in rows)


def test_reminder_that_cannot_be_written_does_not_affect_those_of_its_batch(
    alice: User, caplog: pytest.LogCaptureFixture
) -> None:
    due, never, last = (TaskFactory.create(owner=alice, reminders=[0], remind_at=Now()) for _ in range(3))
    with refused([never]):
        sweeper.sweep()
    reminded = Task.objects.exclude(reminded_at=None).values_list("pk", flat=True)
    assert set(reminded) == {due.pk, last.pk}
    assert types(alice) == ["task_reminder"] * 2
    [error] = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert str(never.pk) in error.getMessage()


def test_run_that_cannot_be_written_does_not_prevent_a_start(alice: User, settings: Settings) -> None:
    settings.REDIS_URL = ""
    refused_run, other = running(alice), running(alice)
    with refused([refused_run]):
        sweeper.recover()
    assert [end_of(run)[0] for run in (refused_run, other)] == ["running", "queued"]
