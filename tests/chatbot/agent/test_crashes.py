"""An attempt may end at any point: the next one resumes, and everything happens exactly once."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from itertools import count

import pytest
from asgiref.sync import sync_to_async
from django.db import OperationalError, transaction
from pytest_django.fixtures import Settings

from chatbot.domain.runs import attempts, endings, sweeper
from chatbot.domain.runs.attempts import LeaseLost
from chatbot.models import Message, Run, Turn
from chatbot.models.now import Now
from tests.chatbot.agent.boundaries import Boundaries, Crash, attempt, fewest
from tests.chatbot.agent.chat import Chat
from tests.factories import TaskFactory
from tests.provider.script import Provider, call, calls, says

ADD = call("add_task", title="Milk", description=None, priority=None, due_at=None, tags=None)
REFUSED = call("complete_task", "call_1", number=1_000_000, completed=True)
DONE = call("complete_all_tasks", tag=None, priority=None)
SCENARIO = (
    says("I add it first.", calls=[ADD, REFUSED], after=0),
    calls(DONE, after=2),
    says("All", " is ", "done.", after=3),
)
REPLY = "I add it first.\n\nAll is done."
TOOL_EVENTS = [
    "tool_starting",
    "tool_complete",
    "tool_starting",
    "tool_error",
    "tool_starting",
    "tool_progress",
    "tool_complete",
]


@pytest.fixture
def scenario(configured: Provider, monkeypatch: pytest.MonkeyPatch) -> Provider:
    monkeypatch.setattr("chatbot.tools.common.batches.SIZE", 2)
    configured.play(*SCENARIO)
    return configured


async def submit(chat: Chat) -> Run:
    await sync_to_async(TaskFactory.create_batch)(2, owner=chat.owner)
    return await chat.submit("Add milk, and complete all")


def take_over(run: Run) -> None:
    """Let another attempt claim the run; neither a worker nor the earlier attempt can claim it in between."""
    with transaction.atomic():
        endings.requeue(Run.objects.get(pk=run.pk))
        assert attempts.claim(run.pk) is not None


async def assert_happened_once(chat: Chat, run: Run) -> None:
    run = await chat.run(run)
    assert (run.status, run.reply.content) == (Run.Status.SUCCEEDED, REPLY)
    assert run.reply.state == Message.State.COMPLETE
    assert (await chat.tasks()).count("Milk") == 1
    made = [(call.position, call.status) for call in await chat.tool_calls(run)]
    assert made == [(1, "done"), (2, "failed"), (3, "done")]
    assert await Turn.objects.filter(run=run).acount() == 3
    types = await chat.types(run)
    assert [kind for kind in types if kind.startswith("tool_")] == TOOL_EVENTS
    assert types.count("message_created") == 2
    assert types.count("message_complete") == 1
    updated = [kind for kind in await chat.types() if kind in {"task_updated", "tasks_updated"}]
    assert updated == ["tasks_updated", "task_updated"]
    kind, data = await chat.ending(run)
    assert (kind, data["result"]) == ("agent_done", {"response": REPLY})
    assert await chat.streamed(run) == REPLY


async def crash_and_resume(chat: Chat, boundary: int) -> bool:
    """Whether there is such a boundary."""
    await chat.forget()
    run = await submit(chat)
    crashed = await attempt(Crash(boundary), chat.execute(run))
    if crashed:
        await sync_to_async(sweeper.recover)()
        await chat.execute(run)
    await assert_happened_once(chat, run)
    return crashed


async def test_a_crash_at_any_boundary_is_recovered_from(scenario: Provider, chat: Chat) -> None:
    boundary = 0
    while await crash_and_resume(chat, boundary):
        boundary += 1
    assert boundary >= await fewest(chat.owner) > 0


async def test_three_crashes_end_the_run(scenario: Provider, chat: Chat) -> None:
    run = await submit(chat)
    for boundary in (3, 7, 11):
        assert await attempt(Crash(boundary), chat.execute(run))
        await sync_to_async(sweeper.recover)()
    kind, data = await chat.ending(run)
    assert (kind, data["result"]["code"]) == ("run_failed", "interrupted")
    assert (await chat.types(run)).count("run_retrying") == 2
    again = await chat.retry(await chat.run(run))
    assert (again.reply.content, (await chat.tasks()).count("Milk")) == (REPLY, 1)


async def test_an_attempt_that_lost_its_run_writes_nothing(scenario: Provider, chat: Chat) -> None:
    for boundary in count():
        await chat.forget()
        run = await submit(chat)

        def take(run: Run = run) -> None:
            if Run.objects.get(pk=run.pk).status == Run.Status.RUNNING:
                take_over(run)

        taking = Boundaries(boundary, take)
        with taking.watched():
            await chat.execute(run)
        if not taking.reached:
            break
        run = await chat.run(run)
        if run.status == Run.Status.SUCCEEDED:
            continue  # it was over
        published = await chat.published(run)
        assert (run.status, run.attempt) == (Run.Status.RUNNING, 2)
        assert [data.get("attempt") for _, data in published][-1] == 2
        assert published[-1][0] == "agent_thinking"
        assert not await Turn.objects.filter(run=run, created_at__gt=run.progress_at).aexists()
    assert boundary >= await fewest(chat.owner) > 0


async def test_an_attempt_that_lost_its_run_stops_waiting_for_the_model(
    configured: Provider, chat: Chat, settings: Settings
) -> None:
    settings.RUN_LEASE = 0.2
    configured.play(says("Hello", stop_after=3, then="stall"))
    run = await chat.submit("Hello")
    execution = await chat.begin(run)
    settings.RUN_LEASE = 20
    await sync_to_async(take_over)(run)
    published = await chat.published()
    settings.RUN_LEASE = 0.2
    await asyncio.wait_for(execution, 10)
    assert await chat.published() == published


async def test_a_lease_is_renewed_while_the_model_thinks(
    configured: Provider, chat: Chat, settings: Settings
) -> None:
    settings.RUN_LEASE = 0.5
    configured.play(says("At last.", delay=0.7))
    run = await chat.ask("Think")
    assert (run.status, run.attempt) == (Run.Status.SUCCEEDED, 1)


async def test_an_unreachable_database_leaves_the_run_to_the_next_attempt(
    scenario: Provider, chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*given: object, **named: object) -> None:
        raise OperationalError("the database is away")

    run = await submit(chat)
    with monkeypatch.context() as patched:
        patched.setattr("chatbot.domain.tasks.commands.add_task", away)
        with pytest.raises(OperationalError):
            await chat.execute(run)
    assert (await chat.run(run)).status == Run.Status.RUNNING
    await Run.objects.filter(pk=run.pk).aupdate(lease_until=Now() - timedelta(seconds=1))
    await sync_to_async(sweeper.sweep)()
    await chat.execute(run)
    await assert_happened_once(chat, run)


async def test_a_run_that_is_started_twice_is_executed_once(scenario: Provider, chat: Chat) -> None:
    run = await submit(chat)
    await asyncio.gather(*(chat.execute(run) for _ in range(3)))
    assert (await chat.run(run)).attempt == 1
    await assert_happened_once(chat, run)


async def test_a_lost_lease_is_distinguished_from_a_failure(scenario: Provider, chat: Chat) -> None:
    run = await submit(chat)
    claim = await sync_to_async(attempts.claim)(run.pk)
    assert claim is not None
    await sync_to_async(endings.requeue)(await chat.run(run))
    for write in (
        lambda: attempts.renew(claim),
        lambda: attempts.save_text(claim, "text"),
        lambda: endings.succeed(claim, "text"),
        lambda: endings.fail(claim, "internal", "A sentence."),
    ):
        with pytest.raises(LeaseLost):
            await sync_to_async(write)()
