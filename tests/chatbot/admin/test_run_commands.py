"""Staff stop runs, and retry failed ones."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.urls import reverse

from chatbot.admin.markup import ICONS
from chatbot.domain.runs import endings
from chatbot.models import Message, Run, ToolCall, User
from tests.chatbot.admin.admin_client import AdminClient, event_types, notices
from tests.chatbot.asking import ask_to_delete
from tests.chatbot.pages.scenes import ask, begin
from tests.factories import UserFactory


def command(admin: AdminClient, run: Run, verb: str) -> Any:
    return admin.client.post(reverse(f"admin:chatbot_run_{verb}", args=[run.pk]), follow=True)


def page(admin: AdminClient, run: Run) -> str:
    return str(admin.client.get(admin.url(Run, "change", run.pk)).content.decode())


def stop_chosen(admin: AdminClient, *runs: Run) -> Any:
    chosen = {"action": "stop_runs", "index": "0", "_selected_action": [str(run.pk) for run in runs]}
    return admin.client.post(admin.url(Run, "changelist"), chosen, follow=True)


def status(run: Run) -> str:
    run.refresh_from_db()
    return run.status


def test_a_waiting_run_is_stopped(admin: AdminClient, alice: User, ruth: User) -> None:
    run = ask(alice)
    assert "/stop/" in page(admin, run)
    response = command(admin, run, "stop")
    assert response.redirect_chain == [(admin.url(Run, "change", run.pk), 302)]
    assert notices(response) == ["Stopped."]
    assert status(run) == "cancelled"
    assert event_types(alice)[-1] == "run_cancelled"
    assert "Withdrawn" in admin.client.get(admin.url(Message, "changelist")).content.decode()
    logged = LogEntry.objects.get()
    assert (logged.user, logged.object_id, logged.change_message) == (ruth, str(run.pk), "Stopped.")
    assert "/stop/" not in page(admin, run)


def test_a_running_run_is_requested_to_stop(admin: AdminClient, alice: User) -> None:
    scene = begin(alice)
    assert notices(command(admin, scene.run, "stop")) == ["It stops as soon as its process is notified."]
    scene.run.refresh_from_db()
    assert scene.run.stop_requested_at is not None


def test_a_run_that_has_ended_is_not_stopped(admin: AdminClient, alice: User) -> None:
    run = begin(alice).succeed()
    assert notices(command(admin, run, "stop")) == ["This run has succeeded already."]
    assert not LogEntry.objects.exists()


def test_chosen_runs_are_stopped(admin: AdminClient, alice: User, bob: User) -> None:
    waiting, asking, done = ask(alice), ask_to_delete(bob, "Bike").run, begin(alice).succeed()
    running = begin(bob).run
    response = stop_chosen(admin, waiting, asking, done, running)
    assert notices(response) == ["3 runs stopped."]
    assert [status(run) for run in (waiting, asking, done)] == ["cancelled", "cancelled", "succeeded"]
    running.refresh_from_db()
    assert running.stop_requested_at is not None
    assert event_types(alice).count("run_cancelled") == event_types(bob).count("run_cancelled") == 1
    assert notices(stop_chosen(admin, done)) == ["None of the selected runs is active."]


@pytest.mark.parametrize("end", ["failed", "stopped"])
def test_a_run_is_retried(admin: AdminClient, alice: User, end: str) -> None:
    scene = begin(alice)
    if end == "failed":
        scene.fail()
    else:
        endings.cancel(scene.claim)
    assert "/retry/" in page(admin, scene.run)
    response = command(admin, scene.run, "retry")
    again = Run.objects.get(continues=scene.run)
    assert response.redirect_chain == [(admin.url(Run, "change", again.pk), 302)]
    assert notices(response) == ["Tried again."]
    assert (again.owner, again.status) == (alice, "queued")
    assert event_types(alice)[-1] == "run_queued"
    assert "/retry/" not in page(admin, scene.run)
    assert notices(command(admin, scene.run, "retry")) == ["This run was tried again already."]


def test_a_withdrawn_message_is_not_retried(admin: AdminClient, alice: User) -> None:
    run = ask(alice)
    command(admin, run, "stop")
    assert "/retry/" not in page(admin, run)
    assert notices(command(admin, run, "retry")) == ["That message was withdrawn. Send it again instead."]


def test_staff_with_view_permission_can_neither_stop_nor_retry(alice: User) -> None:
    reader = UserFactory.create(is_staff=True)
    reader.user_permissions.set(Permission.objects.filter(codename="view_run"))
    admin = AdminClient(reader)
    waiting, failed = ask(alice), begin(alice).fail()
    assert "/stop/" not in page(admin, waiting)
    assert "/retry/" not in page(admin, failed)
    assert command(admin, waiting, "stop").status_code == 403
    assert command(admin, failed, "retry").status_code == 403
    stop_chosen(admin, waiting)
    assert status(waiting) == "queued"
    assert "stop_runs" not in admin.list(Run).content.decode()
    assert Run.objects.count() == 2


def test_commands_only_accept_post(admin: AdminClient, alice: User) -> None:
    run = ask(alice)
    for verb in ("stop", "retry"):
        assert admin.client.get(reverse(f"admin:chatbot_run_{verb}", args=[run.pk])).status_code == 405
    assert status(run) == "queued"


def test_an_unknown_run_is_not_found(admin: AdminClient) -> None:
    path = "/admin/chatbot/run/00000000-0000-0000-0000-000000000000/stop/"
    assert admin.client.post(path).status_code == 404


def test_attempts_and_losses_are_reported(admin: AdminClient, alice: User) -> None:
    scene = begin(alice)
    scene.start_tool()
    endings.requeue(Run.objects.get())
    assert "1 attempt, 1 of them lost with its process" in page(admin, scene.run)


def test_each_state_has_an_icon() -> None:
    assert set(ICONS) >= {*Run.Status.values, *ToolCall.Status.values, *Message.State.values}
