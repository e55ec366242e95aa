"""Jobs in the server's own process: they continue after the request, and no run that was
left behind is lost."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Awaitable
from datetime import timedelta
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.contrib.auth.hashers import make_password
from django.core import mail
from django.db import connections
from django.test import AsyncClient
from django.utils import timezone
from pytest_django.fixtures import Settings

from chatbot.background import periodic
from chatbot.background.in_process import Worker, worker
from chatbot.domain.people.password_reset import request_password_reset
from chatbot.domain.runs import sweeper
from chatbot.domain.runs.attempts import claim
from chatbot.domain.runs.submit_message import submit_message
from chatbot.domain.tasks.commands import add_task
from chatbot.jobs import execute_run
from chatbot.models import Conversation, Run, Task, User
from tests.factories import UserFactory
from tests.provider.fixtures import provider, provider_client
from tests.provider.script import Provider, refuses, says
from tests.services.wait import until

__all__ = ["provider", "provider_client"]

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
async def alice(transactional_db: None) -> AsyncIterator[User]:
    """Alice; the worker is stopped at the end."""
    yield await sync_to_async(UserFactory.create)(username="alice")
    await worker.stop()
    await sync_to_async(connections.close_all)()


async def end_of(run: Run) -> Run:
    ended = Run.objects.filter(pk=run.pk).exclude(status__in=Run.ACTIVE)
    await until(ended.aexists, "the run's end", timeout=30)
    return await Run.objects.select_related("reply").aget(pk=run.pk)


def submit(owner: User, text: str) -> Awaitable[Run]:
    return sync_to_async(submit_message)(owner, text)


async def test_a_job_continues_after_its_request(alice: User) -> None:
    worker.attach()
    client = AsyncClient()
    await client.aforce_login(alice)
    response = await client.post(
        "/api/chat",
        {"message": "Add a task to buy groceries"},
        content_type="application/json",
        headers={"Prefer": "respond-async"},
    )
    assert response.status_code == 202
    run = await end_of(await Run.objects.aget(pk=response.json()["run_id"]))
    assert run.status == Run.Status.SUCCEEDED
    assert (await Task.objects.aget(owner=alice)).title == "buy groceries"


async def test_without_a_server_a_run_waits_for_one(alice: User) -> None:
    run = await submit(alice, "help")
    await run.arefresh_from_db()
    assert run.status == Run.Status.QUEUED
    worker.attach()
    assert (await end_of(run)).status == Run.Status.SUCCEEDED


async def test_runs_of_an_earlier_process_are_resumed_at_once(alice: User, settings: Settings) -> None:
    settings.RUN_LEASE = 600  # nobody waits for its end
    run = await submit(alice, "help")
    assert await sync_to_async(claim)(run.pk) is not None
    worker.attach()
    run = await end_of(run)
    assert (run.status, run.attempt) == (Run.Status.SUCCEEDED, 2)


async def test_attaching_twice_is_attaching_once(alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    recovered: list[None] = []
    monkeypatch.setattr(sweeper, "recover", lambda: recovered.append(None))
    worker.attach()
    worker.attach()
    assert (await end_of(await submit(alice, "help"))).attempt == 1
    assert recovered == [None]


async def test_no_job_starts_before_recovery_is_done(alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """Otherwise recovery would take the job's run for one that an earlier process left."""
    beside = await submit(await sync_to_async(UserFactory.create)(), "help")
    submitted = threading.Event()
    recover = sweeper.recover

    def late() -> None:
        assert submitted.wait(10)
        recover()

    monkeypatch.setattr(sweeper, "recover", late)
    worker.attach()
    run = await submit(alice, "help")
    await execute_run.func(str(beside.pk))  # a job that did not wait would end now
    assert (await end_of(beside)).status == Run.Status.SUCCEEDED
    await run.arefresh_from_db()
    submitted.set()
    assert run.status == Run.Status.QUEUED
    assert (await end_of(run)).attempt == 1


async def test_a_stopped_worker_leaves_its_run_to_the_next_one(
    alice: User, provider: Provider, settings: Settings
) -> None:
    settings.AGENT_ENDPOINT = provider.endpoint()
    provider.play(says("Hello", stop_after=3, then="stall"), says("Hello again."))
    worker.attach()
    run = await submit(alice, "Hello")
    await until(Run.objects.filter(pk=run.pk, reply__content="Hello").aexists, "the first word")
    await worker.stop()
    await run.arefresh_from_db()
    assert (run.status, run.losses) == (Run.Status.QUEUED, 0)
    worker.attach()
    run = await end_of(run)
    assert (run.attempt, run.reply.content) == (2, "Hello again.")


async def test_a_job_that_fails_does_not_end_the_others(
    alice: User, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def broken() -> None:
        raise ZeroDivisionError

    worker.attach()
    with monkeypatch.context() as patched:
        patched.setattr("chatbot.agent.runner._execute", lambda claim: broken())
        run = await submit(alice, "help")
        await until(sync_to_async(lambda: "ZeroDivisionError" in caplog.text), "the failure")
    assert (await end_of(await submit(alice, "help"))).status == Run.Status.SUCCEEDED
    await run.arefresh_from_db()
    assert run.status == Run.Status.RUNNING


async def test_sweeping_continues_after_an_error(alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    swept: list[None] = []

    def broken(_: sweeper.Sweeper) -> None:
        swept.append(None)
        raise ZeroDivisionError

    monkeypatch.setattr(periodic, "SWEEP_INTERVAL", 0.01)
    monkeypatch.setattr(sweeper.Sweeper, "sweep", broken)
    worker.attach()
    await until(sync_to_async(lambda: len(swept) > 2), "the third sweep")


async def test_a_process_that_lives_for_seconds_sends_reminders(
    alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(periodic, "SWEEP_INTERVAL", 3_600)
    now = timezone.now()
    task = await sync_to_async(add_task)(alice, title="Call", due_at=now + timedelta(hours=1), reminders=[60])
    await Task.objects.filter(pk=task.pk).aupdate(remind_at=now)
    worker.attach()
    await until(Task.objects.filter(pk=task.pk, reminded_at__isnull=False).aexists, "the reminder")


async def test_a_process_that_is_always_notified_sweeps(alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    swept: list[None] = []
    called = asyncio.Event()
    monkeypatch.setattr(periodic, "SWEEP_INTERVAL", 0.01)
    monkeypatch.setattr(sweeper, "recover", called.set)
    monkeypatch.setattr(sweeper.Sweeper, "sweep", lambda _: swept.append(None))
    sweeping = asyncio.create_task(periodic.recover_and_sweep_on(asyncio.Event(), called))
    await until(sync_to_async(lambda: len(swept) > 2), "the third sweep")
    sweeping.cancel()
    await asyncio.wait([sweeping])


async def test_a_run_fails_in_the_background_too(alice: User, provider: Provider, settings: Settings) -> None:
    settings.AGENT_ENDPOINT = provider.endpoint()
    provider.play(refuses(401))
    worker.attach()
    assert (await end_of(await submit(alice, "Hello"))).error_code == "unauthorized"


async def test_a_conversation_is_named_in_the_background(
    alice: User, provider: Provider, settings: Settings
) -> None:
    settings.AGENT_ENDPOINT = settings.AGENT_TITLE = provider.endpoint()
    provider.play(says("Gladly."), says("Cleaning the house"))
    worker.attach()
    run = await submit(alice, "Help me clean the house")
    named = Conversation.objects.filter(pk=run.conversation_id, title="Cleaning the house")
    await until(named.aexists, "the title")


async def test_a_mail_is_sent_in_the_background(alice: User) -> None:
    address = "alice@example.com"
    await User.objects.filter(pk=alice.pk).aupdate(email=address, password=make_password("a long phrase"))
    worker.attach()
    await sync_to_async(request_password_reset)(address, site="lockstep.example", secure=True)

    async def is_sent() -> bool:
        return [message.to for message in mail.outbox] == [[address]]

    await until(is_sent, "the mail")


async def test_a_failed_warm_up_is_logged_and_stops_nothing(
    alice: User, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken() -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(periodic, "_load_agent", broken)
    worker.attach()
    assert (await end_of(await submit(alice, "help"))).status == Run.Status.SUCCEEDED
    assert "ZeroDivisionError" in caplog.text


def test_a_worker_whose_loop_has_ended_accepts_no_job() -> None:
    ended = Worker()

    async def attach() -> None:
        ended.attach()
        await ended.stop()

    asyncio.run(attach())

    async def job() -> Any:
        pytest.fail("it was started")

    assert not ended.submit(job)
