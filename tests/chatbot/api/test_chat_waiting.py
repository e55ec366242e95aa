"""Waiting for the agent's answer over plain HTTP, with real servers."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from datetime import timedelta

import httpx
import psutil
import pytest
from asgiref.sync import sync_to_async
from django.db import transaction
from django.utils import timezone
from pytest_django.fixtures import Settings
from rest_framework_simplejwt.tokens import AccessToken

from chatbot.domain.events import ConversationDeleted
from chatbot.domain.publish import publish
from chatbot.domain.runs import attempts, endings
from chatbot.domain.tasks.commands import add_task
from chatbot.models import Conversation, Message, Run, Task, ToolCall, User
from tests.chatbot.api.client import problem
from tests.factories import ConversationFactory, RunFactory, UserFactory
from tests.services.fixtures import StartServer
from tests.services.wait import wait_until
from tests.services.web_server import WebServer

pytestmark = pytest.mark.django_db(transaction=True)

AT_ONCE = 5  # seconds: less than the beat with which a server checks for lost notifications


@pytest.fixture
def alice(transactional_db: None) -> User:
    return UserFactory(username="alice")


@pytest.fixture
async def http(site: WebServer, alice: User) -> AsyncIterator[httpx.AsyncClient]:
    headers = {"Authorization": f"Bearer {AccessToken.for_user(alice)}"}
    limits = httpx.Limits(max_connections=None)
    async with httpx.AsyncClient(
        base_url=site.url, headers=headers, timeout=30, limits=limits, trust_env=False
    ) as client:
        yield client


@sync_to_async
def busy_conversation(owner: User) -> Conversation:
    """A conversation in which another process has a run, so that further runs have to wait."""
    until = timezone.now() + timedelta(hours=1)
    conversation = ConversationFactory(owner=owner)
    RunFactory(
        conversation=conversation,
        status=Run.Status.RUNNING,
        attempt=1,
        lease_until=until,
        progress_at=until,
    )
    return conversation


@sync_to_async
def end_run(conversation: Conversation) -> None:
    run = conversation.runs.get(status=Run.Status.RUNNING)
    endings.succeed(attempts.Claim.of(run), "Done elsewhere.")


@sync_to_async
def delete(conversation: Conversation) -> None:
    """Delete the conversation as retention and account deletion do, once no run is active in it."""
    deleted = ConversationDeleted(conversation_id=conversation.pk)
    with transaction.atomic():
        conversation.delete()
        publish(conversation.owner_id, deleted)


async def until(condition: Callable[[], object], what: str) -> None:
    await sync_to_async(wait_until)(condition, what)


async def test_the_answer_comes_when_the_run_has_ended(http: httpx.AsyncClient, alice: User) -> None:
    answered = await http.post(f"/api/{alice.pk}/chat", json={"message": "Add a task to buy groceries"})
    assert answered.status_code == 200
    answer = answered.json()
    assert answer["response"] == answer["content"]
    assert [called["tool"] for called in answer["tool_calls"]] == ["add_task"]
    run = await Run.objects.select_related("reply").aget()
    assert run.status == Run.Status.SUCCEEDED
    assert (answer["run_id"], answer["message_id"]) == (str(run.pk), str(run.reply_id))
    assert (answer["role"], answer["content"]) == ("assistant", run.reply.content)
    assert answer["content"]
    assert "groceries" in (await Task.objects.aget()).title.lower()

    again = {"message": "How many tasks do I have?", "conversation_id": answer["conversation_id"]}
    answered = await http.post("/api/chat/", json=again)
    assert answered.json()["conversation_id"] == answer["conversation_id"]
    shown = (await http.get(f"/api/runs/{answered.json()['run_id']}/")).json()
    assert (shown["status"], shown["response"]) == ("succeeded", answered.json()["content"])
    assert [call["tool"] for call in shown["tool_calls"]] == ["list_tasks"]


async def test_a_resend_gets_the_same_answer(http: httpx.AsyncClient) -> None:
    def send() -> asyncio.Task[httpx.Response]:
        body, key = {"message": "Add a task to buy groceries"}, {"Idempotency-Key": "key-1"}
        return asyncio.create_task(http.post("/api/chat", json=body, headers=key))

    first, second = await asyncio.gather(send(), send())
    later = await send()
    assert first.status_code == 200
    assert first.json() == second.json() == later.json()
    assert await Run.objects.acount() == await Task.objects.acount() == 1


async def test_a_failed_run_is_shown_and_can_be_retried(
    server: StartServer, database_url: str, settings: Settings, alice: User
) -> None:
    # No server listens on port 9.
    provider = {"AGENT_BASE_URL": "http://127.0.0.1:9/v1", "AGENT_API_KEY": "sk-secret", "AGENT_TIMEOUT": "1"}
    site = server("uvicorn", database_url=database_url, SECRET_KEY=settings.SECRET_KEY, **provider)
    headers = {"Authorization": f"Bearer {AccessToken.for_user(alice)}"}
    async with httpx.AsyncClient(base_url=site.url, headers=headers, timeout=30, trust_env=False) as http:
        refused = await http.post("/api/chat", json={"message": "Hello"}, headers={"Idempotency-Key": "k"})
        assert refused.status_code == 502
        run = await Run.objects.aget()
        ids = {"run_id": str(run.pk), "conversation_id": str(run.conversation_id)}
        assert refused.json() == problem(run.error_code, run.error, **ids)
        assert run.error
        assert "sk-secret" not in refused.text
        assert await Message.objects.filter(role="user", content="Hello").aexists()

        resent = await http.post("/api/chat", json={"message": "Hello"}, headers={"Idempotency-Key": "k"})
        assert (resent.status_code, resent.json()) == (502, refused.json())
        assert (await http.post(f"/api/runs/{run.pk}/retry/")).status_code == 202


async def test_waiting_ends_when_the_client_says(http: httpx.AsyncClient, alice: User) -> None:
    body = {"message": "Hello", "conversation_id": str((await busy_conversation(alice)).pk)}
    started = time.monotonic()
    accepted = await http.post("/api/chat", json=body, headers={"Prefer": "respond-async, wait=1"})
    assert 1 <= time.monotonic() - started < 20
    assert accepted.status_code == 202
    assert accepted.headers["Preference-Applied"] == "respond-async"
    assert accepted.headers["Location"] == f"/api/runs/{accepted.json()['run_id']}/"
    assert accepted.json()["status"] == "queued"

    plain = await http.post("/api/chat", json=body, headers={"Prefer": "wait=0"})
    assert plain.status_code == 202
    assert "Preference-Applied" not in plain.headers


async def test_an_end_without_a_notification_is_found(http: httpx.AsyncClient, alice: User) -> None:
    """The run ahead ends in another process, whose notifications this one does not receive."""
    conversation = await busy_conversation(alice)
    body = {"message": "help", "conversation_id": str(conversation.pk)}
    waiting = asyncio.create_task(http.post("/api/chat", json=body))
    await until(lambda: conversation.messages.count() == 4, "the message to be taken")
    await end_run(conversation)
    answered = await waiting
    assert answered.status_code == 200
    assert answered.json()["content"]


async def test_a_conversation_deleted_in_the_meantime_ends_the_waiting(
    http: httpx.AsyncClient, alice: User
) -> None:
    conversation = await busy_conversation(alice)
    body = {"message": "help", "conversation_id": str(conversation.pk)}
    waiting = asyncio.create_task(http.post("/api/chat", json=body))
    await until(lambda: conversation.messages.count() == 4, "the message to be taken")
    await delete(conversation)
    gone = await waiting
    assert gone.status_code == 404
    assert gone.json()["code"] == "not_found"


async def test_a_run_that_needs_a_decision_is_answered_at_once(http: httpx.AsyncClient, alice: User) -> None:
    for title in ("Milk", "Bread"):
        await sync_to_async(add_task)(alice, title=title)
    started = time.monotonic()
    answered = await http.post("/api/chat", json={"message": "Delete all tasks"})
    assert time.monotonic() - started < AT_ONCE
    assert answered.status_code == 202
    assert "Retry-After" not in answered.headers
    body = answered.json()
    assert (body["status"], answered.headers["Location"]) == (
        "awaiting_approval",
        f"/api/runs/{body['run_id']}/",
    )
    assert body["response"] == "Delete 2 tasks?"
    asked = body["approval"]
    call = await ToolCall.objects.aget()
    assert (asked["call_id"], asked["tool"]) == (call.call_id, "delete_all_tasks")
    assert (asked["summary"], asked["count"], asked["truncated"]) == ("Delete 2 tasks?", 2, False)
    assert [task["title"] for task in asked["tasks"]] == ["Milk", "Bread"]
    assert (asked["is_question"], asked["question"], asked["options"]) == (False, None, [])
    assert asked["action"] == "delete"
    assert asked["decline_url"] == f"/api/tool-calls/{call.call_id}/decline/"

    assert (await http.post(asked["approve_url"], json={})).status_code == 200
    await until(lambda: Run.objects.filter(status=Run.Status.SUCCEEDED).exists(), "the run to go on")


@pytest.mark.parametrize("prefer", ["wait=60", "respond-async, wait=60"])
async def test_a_question_is_answered_at_once(http: httpx.AsyncClient, prefer: str) -> None:
    goal = {"message": "Prepare the team offsite in June: venue, travel, agenda"}
    started = time.monotonic()
    answered = await http.post("/api/chat", json=goal, headers={"Prefer": prefer, "Idempotency-Key": "k"})
    assert time.monotonic() - started < AT_ONCE
    assert answered.status_code == 202
    asked = answered.json()["approval"]
    assert (asked["is_question"], asked["options"]) == (True, ["Make a plan", "Just add a task"])
    assert goal["message"] in asked["question"]
    assert asked["tool"] == "ask_user"

    resent = await http.post("/api/chat", json=goal, headers={"Idempotency-Key": "k"})
    assert resent.json() == answered.json()


@pytest.mark.both_servers
async def test_waiting_holds_no_thread(http: httpx.AsyncClient, site: WebServer, alice: User) -> None:
    count = 40
    conversations = [await busy_conversation(alice) for _ in range(count)]
    bodies = [{"message": "Hello", "conversation_id": str(one.pk)} for one in conversations]
    async with asyncio.TaskGroup() as waiting:
        tasks = [waiting.create_task(http.post("/api/chat", json=body)) for body in bodies]
        try:
            await until(lambda: Run.objects.filter(status=Run.Status.QUEUED).count() == count, "the messages")
            process = psutil.Process(site.pid)
            await until(lambda: process.num_threads() < count * 3 // 4, "the threads to end")
            assert (await http.get("/api/tasks/")).status_code == 200
        finally:
            for task in tasks:
                task.cancel()
