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
from tests.chatbot.admin.desk import Desk, heard, notices
from tests.chatbot.asking import ask_to_delete
from tests.chatbot.pages.scenes import ask, begin
from tests.factories import UserFactory


def command(desk: Desk, run: Run, verb: str) -> Any:
    return desk.client.post(reverse(f"admin:chatbot_run_{verb}", args=[run.pk]), follow=True)


def page(desk: Desk, run: Run) -> str:
    return str(desk.client.get(desk.url(Run, "change", run.pk)).content.decode())


def stop_chosen(desk: Desk, *runs: Run) -> Any:
    chosen = {"action": "stop_runs", "index": "0", "_selected_action": [str(run.pk) for run in runs]}
    return desk.client.post(desk.url(Run, "changelist"), chosen, follow=True)


def status(run: Run) -> str:
    run.refresh_from_db()
    return run.status


def test_a_waiting_run_is_stopped(desk: Desk, alice: User, ruth: User) -> None:
    run = ask(alice)
    assert "/stop/" in page(desk, run)
    response = command(desk, run, "stop")
    assert response.redirect_chain == [(desk.url(Run, "change", run.pk), 302)]
    assert notices(response) == ["Stopped."]
    assert status(run) == "cancelled"
    assert heard(alice)[-1] == "run_cancelled"
    assert "Withdrawn" in desk.client.get(desk.url(Message, "changelist")).content.decode()
    logged = LogEntry.objects.get()
    assert (logged.user, logged.object_id, logged.change_message) == (ruth, str(run.pk), "Stopped.")
    assert "/stop/" not in page(desk, run)


def test_a_running_run_is_asked_to_stop(desk: Desk, alice: User) -> None:
    scene = begin(alice)
    assert notices(command(desk, scene.run, "stop")) == ["It stops as soon as its process is notified."]
    scene.run.refresh_from_db()
    assert scene.run.stop_requested_at is not None


def test_a_run_that_has_ended_is_not_stopped(desk: Desk, alice: User) -> None:
    run = begin(alice).succeed()
    assert notices(command(desk, run, "stop")) == ["This run has succeeded already."]
    assert not LogEntry.objects.exists()


def test_chosen_runs_are_stopped(desk: Desk, alice: User, bob: User) -> None:
    waiting, resting, done = ask(alice), ask_to_delete(bob, "Bike").run, begin(alice).succeed()
    at_work = begin(bob).run
    response = stop_chosen(desk, waiting, resting, done, at_work)
    assert notices(response) == ["3 runs stopped."]
    assert [status(run) for run in (waiting, resting, done)] == ["cancelled", "cancelled", "succeeded"]
    at_work.refresh_from_db()
    assert at_work.stop_requested_at is not None
    assert heard(alice).count("run_cancelled") == heard(bob).count("run_cancelled") == 1
    assert notices(stop_chosen(desk, done)) == ["None of the selected runs is active."]


@pytest.mark.parametrize("end", ["failed", "stopped"])
def test_a_run_is_tried_again(desk: Desk, alice: User, end: str) -> None:
    scene = begin(alice)
    if end == "failed":
        scene.fail()
    else:
        endings.cancel(scene.claim)
    assert "/retry/" in page(desk, scene.run)
    response = command(desk, scene.run, "retry")
    again = Run.objects.get(continues=scene.run)
    assert response.redirect_chain == [(desk.url(Run, "change", again.pk), 302)]
    assert notices(response) == ["Tried again."]
    assert (again.owner, again.status) == (alice, "queued")
    assert heard(alice)[-1] == "run_queued"
    assert "/retry/" not in page(desk, scene.run)
    assert notices(command(desk, scene.run, "retry")) == ["This run was tried again already."]


def test_a_withdrawn_message_is_not_tried_again(desk: Desk, alice: User) -> None:
    run = ask(alice)
    command(desk, run, "stop")
    assert "/retry/" not in page(desk, run)
    assert notices(command(desk, run, "retry")) == ["That message was withdrawn. Send it again instead."]


def test_who_may_only_look_can_do_neither(alice: User) -> None:
    reader = UserFactory.create(is_staff=True)
    reader.user_permissions.set(Permission.objects.filter(codename="view_run"))
    desk = Desk(reader)
    waiting, failed = ask(alice), begin(alice).fail()
    assert "/stop/" not in page(desk, waiting)
    assert "/retry/" not in page(desk, failed)
    assert command(desk, waiting, "stop").status_code == 403
    assert command(desk, failed, "retry").status_code == 403
    stop_chosen(desk, waiting)
    assert status(waiting) == "queued"
    assert "stop_runs" not in desk.list(Run).content.decode()
    assert Run.objects.count() == 2


def test_commands_are_posted(desk: Desk, alice: User) -> None:
    run = ask(alice)
    for verb in ("stop", "retry"):
        assert desk.client.get(reverse(f"admin:chatbot_run_{verb}", args=[run.pk])).status_code == 405
    assert status(run) == "queued"


def test_an_unknown_run_is_not_found(desk: Desk) -> None:
    path = "/admin/chatbot/run/00000000-0000-0000-0000-000000000000/stop/"
    assert desk.client.post(path).status_code == 404


def test_attempts_and_losses_are_reported(desk: Desk, alice: User) -> None:
    scene = begin(alice)
    scene.start_tool()
    endings.requeue(Run.objects.get())
    assert "1 attempt, 1 of them lost with its process" in page(desk, scene.run)


def test_each_state_has_an_icon() -> None:
    assert set(ICONS) >= {*Run.Status.values, *ToolCall.Status.values, *Message.State.values}
