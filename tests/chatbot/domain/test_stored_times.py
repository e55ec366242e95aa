"""A stored time equals its own value on each database, so that a comparison finds the row again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import connection, models
from pytest_django.fixtures import Settings

from chatbot.domain.journal import approvals, tool_calls
from chatbot.domain.journal.approvals import Proposal
from chatbot.domain.people.tickets import issue_ticket
from chatbot.domain.plans.create import create_plan
from chatbot.domain.runs import sweeper
from chatbot.domain.runs.attempts import claim
from chatbot.domain.runs.cancel import cancel_run
from chatbot.domain.tasks.commands import add_task
from chatbot.domain.tasks.undo import undo_call
from chatbot.models import Run, User
from chatbot.models.now import SQLITE_NOW
from tests.chatbot.domain.worked import work_for
from tests.factories import UserFactory
from tests.services.wait import wait_until

pytestmark = pytest.mark.django_db(transaction=True)


def use_everything(alice: User) -> None:
    """Write rows with times: runs, calls, a decision, a stop, an undo, a plan and a ticket."""
    work = work_for(alice)
    first = work.call(lambda owner: add_task(owner, title="Milk"))
    call = work.begin()
    tool_calls.reach_out(work.claim, call, is_idempotent=False)
    approvals.request_approval(work.claim, call, Proposal("Delete 1 task"))
    approvals.approve(alice, call.call_id, by=alice)
    assert claim(work.run.pk) is not None
    cancel_run(alice, work.run.pk)
    Run.objects.filter(pk=work.run.pk).update(stop_requested_at=models.F("created_at") - timedelta(hours=1))
    sweeper.sweep()
    undo_call(alice, first)
    create_plan(alice, "Prepare the offsite")
    issue_ticket(alice)
    work_for(alice).call(lambda owner: None)


@pytest.mark.usefixtures("any_database")
def test_every_stored_time_equals_itself() -> None:
    use_everything(UserFactory.create())
    seen = set()
    for model in [
        *apps.get_app_config("chatbot").get_models(),
        *apps.get_app_config("streaming").get_models(),
    ]:
        for field in model._meta.local_concrete_fields:
            if not isinstance(field, models.DateTimeField):
                continue
            for key, value in model._default_manager.values_list("pk", field.name):
                if value is not None:
                    seen.add(f"{model.__name__}.{field.name}")
                    assert model._default_manager.filter(pk=key, **{field.name: value}).exists(), field
    assert {"Run.progress_at", "Run.lease_until", "ToolCall.undone_at", "Plan.updated_at"} < seen


@pytest.mark.usefixtures("any_database")
def test_run_without_progress_is_ended(settings: Settings) -> None:
    settings.RUN_TIMEOUT = 0
    work = work_for(UserFactory.create())
    work.call(lambda owner: None)
    wait_until(Run.objects.stalled(timedelta(0)).exists, "the clock to move")
    sweeper.sweep()
    work.run.refresh_from_db()
    assert (work.run.status, work.run.error_code) == (Run.Status.FAILED, "timeout")


@pytest.mark.parametrize(
    ("given", "stored"),
    [
        ("2026-01-01 10:00:00", "2026-01-01 10:00:00"),
        ("2026-01-01 10:00:00.120", "2026-01-01 10:00:00.120000"),
        ("2026-01-01 10:00:00.001", "2026-01-01 10:00:00.001000"),
    ],
)
def test_stored_time_of_sqlite_has_the_format_of_parameters(given: str, stored: str) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL compares times, not text")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {SQLITE_NOW}".replace("'now'", "%s"), [given])
        assert cursor.fetchone() == (stored,)
