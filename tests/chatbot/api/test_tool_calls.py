"""Approve, decline and undo tool calls."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from chatbot.domain.journal.approvals import expire, request_approval
from chatbot.domain.tasks.commands import add_task, update_task
from chatbot.models import Run, Task, ToolCall, User
from tests.chatbot.api.client import Api, problem
from tests.chatbot.asking import Asked, ask_to_delete
from tests.chatbot.domain.published import published
from tests.chatbot.outputs import ToolOutput
from tests.chatbot.pages.scenes import begin
from tests.factories import TaskFactory
from tests.subtests import as_subtests

UNKNOWN = problem("not_found", "There is no such tool call.")


@pytest.fixture
def asked(alice: User) -> Asked:
    return ask_to_delete(alice, "Milk", "Bread")


def address(asked: Asked, verb: str) -> str:
    return f"/api/tool-calls/{asked.call_id}/{verb}/"


def titles(owner: User) -> list[str]:
    return sorted(Task.objects.of(owner).values_list("title", flat=True))


def test_pending_calls_are_listed_with_the_tasks_that_they_would_change(api: Api, asked: Asked) -> None:
    listed = api.get("/api/approvals/").json()
    [waiting] = listed["results"]
    assert (listed["next"], listed["previous"]) == (None, None)
    assert waiting["call_id"] == asked.call_id
    assert waiting["run_id"] == str(asked.run.pk)
    assert waiting["conversation_id"] == str(asked.run.conversation_id)
    assert (waiting["status"], waiting["decision"], waiting["decided_by"]) == (
        "awaiting_approval",
        None,
        None,
    )
    proposal = waiting["proposal"]
    assert [(task["number"], task["title"]) for task in proposal["tasks"]] == [(1, "Milk"), (2, "Bread")]
    assert (proposal["summary"], proposal["count"], proposal["truncated"]) == ("Delete 2 tasks?", 2, False)
    assert proposal["arguments"] == {"status": "all"}
    assert proposal["schema"]["properties"]["status"]["enum"] == ["all", "pending", "completed"]
    assert waiting["expires_at"].endswith("Z")


def test_only_ones_own_pending_calls_are_listed(api: Api, bobs_api: Api, asked: Asked) -> None:
    assert bobs_api.get("/api/approvals/").json()["results"] == []
    api.post(address(asked, "decline"))
    assert api.get("/api/approvals/").json()["results"] == []


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_as_many_queries_for_three_as_for_one(
    api: Api, alice: User, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(count):
        ask_to_delete(alice, f"Task {number}", call_id=f"call_{number}")
    with django_assert_num_queries(2):  # the user, the calls
        calls = api.get("/api/approvals/").json()["results"]
    assert [call["call_id"] for call in calls] == [f"call_{number}" for number in range(count)]


def test_an_approved_call_is_performed(api: Api, alice: User, asked: Asked) -> None:
    add_task(alice, title="Came later")
    answer = api.post(address(asked, "approve"))
    assert answer.status_code == 200
    decided = answer.json()
    assert (decided["status"], decided["decision"], decided["decided_by"]) == (
        "starting",
        "approved",
        "alice",
    )
    assert decided["decided_at"].endswith("Z")
    assert decided["approved_arguments"] is None
    assert Run.objects.get().status == Run.Status.QUEUED

    asked.resume()
    assert titles(alice) == ["Came later"]
    [call] = api.get(f"/api/runs/{asked.run.pk}/").json()["tool_calls"]
    assert (call["status"], call["changes"], call["undone_at"]) == ("done", 2, None)


def test_a_call_is_approved_with_other_arguments(api: Api, alice: User, asked: Asked) -> None:
    decided = api.post(address(asked, "approve"), {"arguments": {"status": "completed"}}).json()
    assert decided["arguments"] == {"status": "all"}
    assert decided["approved_arguments"] == {"status": "completed"}

    asked.resume()
    assert titles(alice) == ["Bread", "Milk"]
    [resolved] = [data for kind, data in published(alice) if kind == "approval_resolved"]
    assert resolved["result"] == {"decision": "approved", "by": "alice", "arguments": {"status": "completed"}}


def test_a_declined_call_changes_nothing(api: Api, alice: User, asked: Asked) -> None:
    answer = api.post(address(asked, "decline"))
    assert answer.status_code == 200
    declined = answer.json()
    assert (declined["status"], declined["decision"], declined["decided_by"]) == (
        "declined",
        "declined",
        "alice",
    )
    assert declined["output"] == {"declined": "The user declined this. Nothing was changed."}

    asked.resume("I left them.")
    assert titles(alice) == ["Bread", "Milk"]
    assert api.get(f"/api/runs/{asked.run.pk}/").json()["response"] == "I left them."


@pytest.mark.parametrize("first", ["approve", "decline"])
@pytest.mark.parametrize("second", ["approve", "decline"])
def test_the_second_decision_shows_the_first(api: Api, asked: Asked, first: str, second: str) -> None:
    api.post(address(asked, first))
    refused = api.post(address(asked, second))
    assert refused.status_code == 409
    assert refused.json() == problem("conflict", f"This was {first}d already by alice.")


def test_a_decision_after_the_approval_expired_is_refused(api: Api, asked: Asked) -> None:
    ToolCall.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    expire(asked.row)
    assert api.post(address(asked, "approve")).json()["error"] == "This was expired already."
    [call] = api.get(f"/api/runs/{asked.run.pk}/").json()["tool_calls"]
    assert (call["decision"], call["decided_by"], call["status"]) == ("expired", None, "declined")


def test_a_call_without_approval_cannot_be_decided(api: Api, alice: User) -> None:
    scene = begin(alice)
    scene.use_tool("call_list")
    refused = api.post("/api/tool-calls/call_list/approve/")
    assert refused.status_code == 409
    assert refused.json()["error"] == "This needs no decision: it is done."


@pytest.mark.parametrize("verb", ["approve", "decline", "undo"])
def test_calls_of_others_are_not_found(bobs_api: Api, asked: Asked, verb: str) -> None:
    theirs = bobs_api.post(address(asked, verb))
    unknown = bobs_api.post(f"/api/tool-calls/call_unknown/{verb}/")
    assert theirs.status_code == unknown.status_code == 404
    assert theirs.json() == unknown.json() == UNKNOWN
    assert asked.row.status == ToolCall.Status.AWAITING_APPROVAL


@as_subtests("odd", ["x" * 256, "a%20b", "é", "a/b", "'", "%2e%2e"])
def test_an_invalid_id_is_not_found(api: Api, odd: str) -> None:
    assert api.post(f"/api/tool-calls/{odd}/approve/").status_code == 404


NESTED: Any = {"status": "all"}
for _ in range(900):
    NESTED = {"status": NESTED}
ODD_ARGUMENTS: dict[str, Any] = {
    "null": None,
    "a list": [],
    "a text": "all",
    "a number": 1,
    "true": True,
    "nothing in it": {},
    "another value": {"status": "some"},
    "a wrong type": {"status": 1},
    "one too many": {"status": "all", "user_id": "bob"},
    "nested deeply": NESTED,
    "nested deeply in a list": {"status": [NESTED]},
    "a NUL": {"status": "all\x00"},
    "a NUL in a name": {"\x00": "all"},
    "long": {"status": "x" * 100_000},
    "many": {str(number): number for number in range(50_000)},
    "infinite": {"status": 1e308 * 10},
    "a huge number": {"status": 10**4000},
}


@pytest.mark.parametrize("arguments", ODD_ARGUMENTS.values(), ids=ODD_ARGUMENTS.keys())
def test_arguments_that_do_not_fit_are_refused(api: Api, asked: Asked, arguments: Any) -> None:
    refused = api.post(address(asked, "approve"), {"arguments": arguments})
    assert refused.status_code == 400, refused.content
    assert refused.json()["code"] == "invalid" or "JSON" in refused.json()["error"]
    assert len(refused.content) < 1_000
    assert asked.row.status == ToolCall.Status.AWAITING_APPROVAL


ANY = {"a NUL": "\x00", "huge": 2**63, "hugely negative": -(2**64)}


@pytest.mark.parametrize("value", ANY.values(), ids=ANY.keys())
def test_arguments_that_cannot_be_stored_are_refused_for_every_tool(
    api: Api, alice: User, value: Any
) -> None:
    from chatbot.domain.journal.approvals import Proposal

    scene = begin(alice)
    call = scene.start_tool("call_any")
    request_approval(scene.claim, call, Proposal("Sure?", schema={"type": "object"}))
    refused = api.post("/api/tool-calls/call_any/approve/", {"arguments": {"any": [1, {"x": value}]}})
    assert refused.status_code == 400
    assert refused.json()["fields"].keys() == {"arguments"}
    taken = api.post("/api/tool-calls/call_any/approve/", {"arguments": {"any": [1, {"x": 2**63 - 1}]}})
    assert taken.status_code == 200


INFINITE = b'{"arguments": {"status": [1e999]}}'
BODIES = [
    b"null",
    b"[]",
    b"5",
    b'"x"',
    b'{"argument": {}}',
    b'{"by": "bob"}',
    b'{"title": 1}',
    b"{",
    INFINITE,
]


@pytest.mark.parametrize("body", BODIES)
@as_subtests("verb", ["approve", "decline", "undo"])
def test_bodies_are_strict(api: Api, asked: Asked, body: bytes, verb: str) -> None:
    assert api.send("POST", address(asked, verb), body).status_code == 400
    assert asked.row.status == ToolCall.Status.AWAITING_APPROVAL


def test_a_body_may_be_empty(api: Api, asked: Asked) -> None:
    assert api.post(address(asked, "decline"), {}).status_code == 200


@pytest.fixture
def deleted(api: Api, asked: Asked) -> Asked:
    """Both of alice's tasks are deleted, with her approval."""
    api.post(address(asked, "approve"))
    asked.resume()
    return asked


def test_a_call_is_undone_once(api: Api, alice: User, deleted: Asked) -> None:
    assert titles(alice) == []
    answer = api.post(address(deleted, "undo"))
    assert answer.status_code == 200
    assert answer.json()["undone_at"].endswith("Z")
    assert answer.json()["changes"] == 2
    assert titles(alice) == ["Bread", "Milk"]
    [undone] = [data for kind, data in published(alice) if kind == "tool_undone"]
    assert (undone["call_id"], undone["count"]) == (deleted.call_id, 2)

    again = api.post(address(deleted, "undo"))
    assert again.status_code == 409
    assert again.json() == problem("conflict", "This was undone already.")


def test_a_call_that_changed_nothing_has_nothing_to_undo(api: Api, asked: Asked) -> None:
    api.post(address(asked, "decline"))
    asked.resume()
    refused = api.post(address(asked, "undo"))
    assert (refused.status_code, refused.json()["error"]) == (409, "There is nothing here to undo.")


def test_a_task_changed_since_is_not_undone(api: Api, alice: User) -> None:
    from chatbot.domain.journal import tool_calls
    from chatbot.domain.journal.tool_calls import Outcome

    task = TaskFactory(owner=alice, title="Milk")
    scene = begin(alice)
    call = scene.start_tool("call_update")

    def rename(owner: User, so_far: Any) -> Outcome:
        update_task(owner, task.pk, title="Oat milk")
        return Outcome(ToolOutput(), "Task updated")

    tool_calls.perform(scene.claim, call, rename)
    scene.succeed()
    update_task(alice, task.pk, title="Rice milk")
    refused = api.post("/api/tool-calls/call_update/undo/")
    assert refused.status_code == 409
    assert refused.json()["error"] == "#1 'Rice milk' was changed since, so nothing was undone."
    assert titles(alice) == ["Rice milk"]
