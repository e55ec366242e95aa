from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from chatbot.models import Message, Run, ToolCall, User
from tests.chatbot.api.client import Api
from tests.factories import ConversationFactory, RunFactory


def make_run(owner: User, **fields: Any) -> Run:
    return RunFactory(conversation=ConversationFactory(owner=owner), **fields)


def call_tool(run: Run, position: int, **fields: Any) -> ToolCall:
    started = timezone.now()
    given: dict[str, Any] = {
        "call_id": f"call_{position}",
        "attempt": 1,
        "name": "list_tasks",
        "arguments": {"status": "all"},
        "status": ToolCall.Status.DONE,
        "output": {"count": 3, "tasks": []},
        "message": "Found 3 tasks",
        "count": 3,
        "started_at": started,
        "finished_at": started + timedelta(milliseconds=120),
    }
    return ToolCall.objects.create(run=run, position=position, **{**given, **fields})


def test_a_queued_run_is_reported(api: Api, alice: User) -> None:
    run = make_run(alice)
    shown = api.get(f"/api/runs/{run.pk}/").json()
    created_at = shown.pop("created_at")
    assert created_at.endswith("Z")
    assert shown == {
        "id": str(run.pk),
        "conversation_id": str(run.conversation_id),
        "status": "queued",
        "attempt": 0,
        "continues": None,
        "client": "",
        "error": None,
        "error_code": None,
        "response": None,
        "message": {"id": str(run.reply_id), "content": "", "html": "", "state": "pending"},
        "feedback": None,
        "tool_calls": [],
        "started_at": None,
        "is_without_worker": False,
        "stop_requested_at": None,
        "finished_at": None,
    }


def test_a_finished_run_has_its_tool_calls_and_its_reply(api: Api, alice: User) -> None:
    run = make_run(
        alice,
        status=Run.Status.SUCCEEDED,
        attempt=1,
        reply__content="You have **3** tasks.",
        reply__state=Message.State.COMPLETE,
    )
    call_tool(run, 2, status=ToolCall.Status.STARTING, output=None, count=None, finished_at=None)
    call_tool(run, 1)
    shown = api.get(f"/api/runs/{run.pk}/").json()
    assert (shown["status"], shown["attempt"]) == ("succeeded", 1)
    assert shown["response"] == shown["message"]["content"] == "You have **3** tasks."
    assert "<strong>3</strong>" in shown["message"]["html"]
    first, second = shown["tool_calls"]
    assert first.pop("started_at").endswith("Z")
    assert first.pop("finished_at").endswith("Z")
    assert first == {
        "call_id": "call_1",
        "run_id": str(run.pk),
        "conversation_id": str(run.conversation_id),
        "tool": "list_tasks",
        "arguments": {"status": "all"},
        "status": "done",
        "message": "Found 3 tasks",
        "error": None,
        "count": 3,
        "output": {"count": 3, "tasks": []},
        "proposal": None,
        "expires_at": None,
        "decision": None,
        "decided_by": None,
        "decided_at": None,
        "approved_arguments": None,
        "changes": 0,
        "undone_at": None,
        "duration_ms": 120,
    }
    assert (second["output"], second["finished_at"], second["duration_ms"]) == (None, None, None)


def test_a_failed_run_says_why(api: Api, alice: User) -> None:
    run = make_run(alice, status=Run.Status.FAILED, error="The model is busy.", error_code="rate_limited")
    shown = api.get(f"/api/runs/{run.pk}/").json()
    assert (shown["error"], shown["error_code"]) == ("The model is busy.", "rate_limited")
    assert shown["response"] is None


@pytest.mark.parametrize("count", [1, 3])
def test_a_run_takes_as_many_queries_for_three_calls_as_for_one(
    api: Api, alice: User, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    run = make_run(alice)
    for position in range(count):
        call_tool(run, position)
    with django_assert_num_queries(3):  # the user, the run with its reply, its tool calls
        assert len(api.get(f"/api/runs/{run.pk}/").json()["tool_calls"]) == count


def test_a_failed_run_is_retried_once(api: Api, alice: User) -> None:
    failed = make_run(alice, status=Run.Status.FAILED)
    taken = api.post(f"/api/runs/{failed.pk}/retry/")
    assert taken.status_code == 202
    again = Run.objects.get(continues=failed)
    assert taken["Location"] == f"/api/runs/{again.pk}/"
    assert taken["Retry-After"] == "1"
    body = taken.json()
    assert body.pop("created_at").endswith("Z")
    assert {name: value for name, value in body.items() if name != "status"} == {
        "run_id": str(again.pk),
        "conversation_id": str(failed.conversation_id),
        "message_id": str(again.reply_id),
        "approval": None,
        "response": None,
    }
    assert body["status"] == "queued"
    shown = api.get(taken["Location"]).json()
    assert (UUID(shown["id"]), UUID(shown["continues"])) == (again.pk, failed.pk)

    refused = api.post(f"/api/runs/{failed.pk}/retry/")
    assert refused.status_code == 409
    assert set(refused.json()) == {"error", "detail", "code"}


def test_a_run_that_has_not_failed_cannot_be_retried(api: Api, alice: User) -> None:
    refused = api.post(f"/api/runs/{make_run(alice).pk}/retry/")
    assert refused.status_code == 409
    assert refused.json()["error"] == "Only a failed run can be tried again; this one is queued."
