"""Stop a run, retry it, regenerate its answer, undo its changes."""

from __future__ import annotations

import pytest

from chatbot.domain.runs import endings
from chatbot.models import Message, Run, Task, User
from tests.chatbot.api.client import Api, problem
from tests.chatbot.asking import ask_to_delete
from tests.chatbot.domain.published import types
from tests.chatbot.pages.scenes import ask, begin
from tests.subtests import as_subtests


def test_a_queued_run_is_stopped_at_once(api: Api, alice: User) -> None:
    run = ask(alice)
    answer = api.post(f"/api/runs/{run.pk}/cancel/")
    assert answer.status_code == 200
    assert (answer.json()["id"], answer.json()["status"]) == (str(run.pk), "cancelled")
    assert Message.objects.get(role="user").state == Message.State.WITHDRAWN
    assert types(alice)[-1] == "run_cancelled"


def test_a_run_that_waits_for_approval_is_stopped_at_once(api: Api, alice: User) -> None:
    asked = ask_to_delete(alice, "Milk")
    answer = api.post(f"/api/runs/{asked.run.pk}/cancel/")
    assert answer.status_code == 200
    [call] = answer.json()["tool_calls"]
    assert (answer.json()["status"], call["status"], call["decision"]) == ("cancelled", "stopped", None)
    refused = api.post(f"/api/tool-calls/{asked.call_id}/approve/")
    assert (refused.status_code, refused.json()["error"]) == (
        409,
        "This needs no decision: it is stopped.",
    )
    assert types(alice).count("run_cancelled") == 1


def test_a_running_run_ends_when_its_process_is_notified(api: Api, alice: User) -> None:
    scene = begin(alice)
    answer = api.post(f"/api/runs/{scene.run.pk}/cancel/")
    assert answer.status_code == 202
    assert answer["Location"] == f"/api/runs/{scene.run.pk}/"
    assert answer["Retry-After"] == "1"
    assert answer.json()["status"] == "running"
    assert answer.json()["stop_requested_at"].endswith("Z")

    asked_again = api.post(f"/api/runs/{scene.run.pk}/cancel/")
    assert asked_again.status_code == 202
    assert asked_again.json()["stop_requested_at"] == answer.json()["stop_requested_at"]

    endings.cancel(scene.claim, "Half of")
    shown = api.get(answer["Location"]).json()
    assert (shown["status"], shown["message"]["content"], shown["message"]["state"]) == (
        "cancelled",
        "Half of",
        "stopped",
    )
    assert api.post(f"/api/runs/{scene.run.pk}/cancel/").status_code == 200
    assert types(alice).count("run_cancelled") == 1


def test_a_run_that_has_ended_cannot_be_stopped(api: Api, alice: User) -> None:
    for run, word in ((begin(alice).succeed(), "succeeded"), (begin(alice).fail(), "failed")):
        refused = api.post(f"/api/runs/{run.pk}/cancel/")
        assert refused.status_code == 409
        assert refused.json() == problem("conflict", f"This run has {word} already.")


def test_a_stopped_run_is_retried(api: Api, alice: User) -> None:
    scene = begin(alice)
    endings.cancel(scene.claim)
    answer = api.post(f"/api/runs/{scene.run.pk}/retry/")
    assert answer.status_code == 202
    assert api.get(answer["Location"]).json()["continues"] == str(scene.run.pk)


def test_the_last_answer_is_regenerated(api: Api, alice: User) -> None:
    answered = begin(alice).succeed()
    answer = api.post(f"/api/runs/{answered.pk}/regenerate/")
    assert answer.status_code == 202
    regenerated = Run.objects.get(continues=answered)
    assert answer["Location"] == f"/api/runs/{regenerated.pk}/"
    assert answer.json()["message_id"] == str(regenerated.reply_id)
    assert Message.objects.get(pk=answered.reply_id).state == Message.State.REPLACED

    refused = api.post(f"/api/runs/{answered.pk}/regenerate/")
    assert refused.status_code == 409
    assert refused.json()["error"] == "Only the last answer of a conversation can be regenerated."


def test_only_a_finished_answer_is_regenerated(api: Api, alice: User) -> None:
    refused = api.post(f"/api/runs/{begin(alice).fail().pk}/regenerate/")
    assert refused.status_code == 409
    assert refused.json()["error"] == "Only a finished answer can be regenerated."


def test_all_changes_of_a_run_are_undone(api: Api, alice: User) -> None:
    asked = ask_to_delete(alice, "Milk", "Bread")
    api.post(f"/api/tool-calls/{asked.call_id}/approve/")
    active = api.post(f"/api/runs/{asked.run.pk}/undo/")
    assert active.status_code == 409
    assert active.json()["error"].startswith("The assistant is still working on this.")
    asked.resume()
    assert not Task.objects.of(alice).exists()

    answer = api.post(f"/api/runs/{asked.run.pk}/undo/")
    assert (answer.status_code, answer.json()) == (200, {"undone": 2})
    assert Task.objects.of(alice).count() == 2
    again = api.post(f"/api/runs/{asked.run.pk}/undo/")
    assert (again.status_code, again.json()["error"]) == (409, "This was undone already.")


@pytest.mark.parametrize("verb", ["cancel", "retry", "regenerate", "undo"])
def test_runs_of_others_are_not_found(bobs_api: Api, alice: User, verb: str) -> None:
    run = ask(alice)
    theirs = bobs_api.post(f"/api/runs/{run.pk}/{verb}/")
    unknown = bobs_api.post(f"/api/runs/00000000-0000-4000-8000-000000000000/{verb}/")
    assert theirs.status_code == 404
    assert theirs.content == unknown.content
    run.refresh_from_db()
    assert run.status == Run.Status.QUEUED


@pytest.mark.parametrize("body", [b"null", b"[]", b'{"force": true}', b"{"])
@as_subtests("verb", ["cancel", "regenerate", "undo"])
def test_bodies_are_strict(api: Api, alice: User, body: bytes, verb: str) -> None:
    run = ask(alice)
    assert api.send("POST", f"/api/runs/{run.pk}/{verb}/", body).status_code == 400
    run.refresh_from_db()
    assert run.status == Run.Status.QUEUED
