"""Stop a run: at once, from anywhere, at any moment; a retry continues from there."""

from __future__ import annotations

import asyncio
import threading
from datetime import timedelta

import pytest
from asgiref.sync import sync_to_async
from pytest_django.fixtures import Settings

from chatbot.agent.instructions import run_input
from chatbot.domain.errors import Conflict
from chatbot.domain.events import LAST_EVENTS
from chatbot.domain.runs import sweeper
from chatbot.domain.runs.attempts import Claim, LeaseLost, StopRequested, claim, fenced, save_text
from chatbot.domain.runs.cancel import cancel_run
from chatbot.domain.runs.endings import fail, hand_over, requeue, succeed
from chatbot.domain.runs.retry import retry_run
from chatbot.domain.runs.submit_message import submit_message
from chatbot.models import Message, Run, ToolCall, Turn
from chatbot.models.now import Now
from streaming.testing import another_process
from tests.chatbot.agent.boundaries import Boundaries, fewest
from tests.chatbot.agent.chat import Chat
from tests.chatbot.domain.published import types
from tests.chatbot.domain.threads import at_once
from tests.factories import TaskFactory, UserFactory
from tests.provider.script import Provider, call, calls, says
from tests.services.wait import until

ADD = call("add_task", title="Milk", description=None, priority=None, due_at=None, tags=None)
DONE = call("complete_all_tasks", tag=None, priority=None)
SCENARIO = (says("I add it.", calls=[ADD], after=0), calls(DONE, after=1), says("All ", "done.", after=2))
REPLY = "I add it.\n\nAll done."
STALLS = says("Once upon", *[" a time"] * 9, stop_after=6, then="stall")


async def assert_stopped(chat: Chat, run: Run, text: str) -> None:
    run = await chat.run(run)
    assert (run.status, run.lease_until) == (Run.Status.CANCELLED, None)
    assert run.finished_at is not None
    assert (run.reply.content, run.reply.state) == (text, Message.State.STOPPED)
    kind, data = await chat.ending(run)
    assert (kind, data["message"]) == ("run_cancelled", "Stopped")
    assert (await chat.types(run)).count("message_complete") == bool(text)
    if text:
        assert (await chat.types(run))[-2] == "message_complete"


async def test_in_the_middle_of_its_thinking_what_was_thought_is_kept(
    configured: Provider, chat: Chat
) -> None:
    thoughts = {"reasoning_content": ["Once upon", *[" a time"] * 40]}
    configured.play(says("Hello.", thinking=thoughts, pause=0.2))
    run = await chat.submit("Tell me a story")
    attempt = asyncio.create_task(chat.execute(run))

    async def is_thinking() -> bool:
        return "thinking_delta" in [kind for kind, _ in await chat.frames()]

    await until(is_thinking, "the beginning of its thinking")
    await chat.stop(run)
    await asyncio.wait_for(attempt, 4)
    thought = await run.thinking.aget()
    assert thought.text.startswith("Once upon")
    assert thought.duration > timedelta()
    await assert_stopped(chat, run, "")


async def test_in_the_middle_of_the_text_what_is_written_is_kept(endpoint: Provider, chat: Chat) -> None:
    endpoint.play(STALLS, says("Again."))
    run = await chat.submit("Tell me a story")
    attempt = await chat.begin(run)
    asked = await chat.stop(run)
    assert (asked.status, asked.stop_requested_at is None) == (Run.Status.RUNNING, False)
    await asyncio.wait_for(attempt, 4)  # the next renewal of its lease, after 5 s, would end it too
    text = (await chat.run(run)).reply.content
    assert text.startswith("Once upon")
    await assert_stopped(chat, run, text)
    assert await chat.streamed(run) == text
    assert (await chat.retry(await chat.run(run))).reply.content == "Again."


async def test_a_request_without_an_answer_yet_is_aborted(configured: Provider, chat: Chat) -> None:
    configured.play(says("late", delay=3_600))
    run = await chat.submit("Think")
    attempt = asyncio.create_task(chat.execute(run))
    await configured.until_asked()
    await chat.stop(run)
    await asyncio.wait_for(attempt, 5)
    await assert_stopped(chat, run, "")
    assert (await chat.ending(run))[1]["result"] == {"withdrawn": False}


@pytest.mark.usefixtures("dead_layer")
async def test_a_lost_stop_request_is_found_with_the_lease(
    configured: Provider, chat: Chat, settings: Settings
) -> None:
    settings.RUN_LEASE = 1
    configured.play(STALLS)
    run = await chat.submit("Tell me a story")
    attempt = await chat.begin(run)
    with another_process():
        await chat.stop(run)
    await asyncio.wait_for(attempt, 5)
    await assert_stopped(chat, run, (await chat.run(run)).reply.content)


async def test_a_run_whose_process_is_gone_is_stopped_by_the_sweeper(chat: Chat) -> None:
    run = await chat.submit("Tell me a story")
    held = await sync_to_async(claim)(run.pk)
    assert held is not None
    await sync_to_async(save_text)(held, "Once upon")
    await chat.stop(run)
    await sync_to_async(sweeper.sweep)()
    assert (await chat.run(run)).status == Run.Status.RUNNING
    await Run.objects.filter(pk=run.pk).aupdate(stop_requested_at=Now() - timedelta(seconds=3))
    await sync_to_async(at_once)(sweeper.sweep, sweeper.sweep)
    await assert_stopped(chat, run, "Once upon")
    for again in (False, True):
        with pytest.raises(LeaseLost):
            await sync_to_async(save_text)(held, "Once upon a time", again=again)


async def test_a_queued_run_is_withdrawn(configured: Provider, chat: Chat) -> None:
    configured.play(says("Nothing else."))
    first = await chat.submit("First")
    second = await chat.submit("Second", first.conversation_id)
    assert (await chat.stop(second)).status == Run.Status.CANCELLED
    assert (await chat.ending(second))[1]["result"] == {"withdrawn": True}
    assert (await chat.run(second)).trigger.state == Message.State.WITHDRAWN
    await chat.execute(second)
    await chat.execute(first)
    assert (await chat.run(first)).reply.content == "Nothing else."
    third = await chat.submit("Third", first.conversation_id)
    given = await sync_to_async(lambda: run_input(Run.objects.get(pk=third.pk)))()
    assert [item["content"] for item in given["items"]] == ["First", "Nothing else.", "Third"]
    with pytest.raises(Conflict, match="withdrawn"):
        await sync_to_async(retry_run)(chat.owner, second.pk)


async def test_a_queued_retry_is_stopped_but_not_withdrawn(configured: Provider, chat: Chat) -> None:
    configured.play(says("Hel", stop_after=2, then="cut"), says("Hello."))
    failed = await chat.ask("Hello")
    again = await sync_to_async(retry_run)(chat.owner, failed.pk)
    await chat.stop(again)
    assert (await chat.ending(again))[1]["result"] == {"withdrawn": False}
    run = await chat.retry(await chat.run(again))
    assert (run.reply.content, run.trigger.state) == ("Hello.", Message.State.COMPLETE)


async def test_a_run_that_awaits_a_decision_is_stopped_at_once(configured: Provider, chat: Chat) -> None:
    await sync_to_async(TaskFactory.create)(owner=chat.owner)
    configured.play(says("I delete it.", calls=[call("delete_all_tasks", status="all")]))
    run = await chat.ask("Delete it")
    assert (await chat.stop(run)).status == Run.Status.CANCELLED
    await assert_stopped(chat, run, "I delete it.")
    (stopped,) = await chat.tool_calls(run)
    assert (stopped.status, stopped.decision) == (ToolCall.Status.STOPPED, "")
    await ToolCall.objects.aupdate(expires_at=Now() - timedelta(seconds=1))
    await sync_to_async(sweeper.sweep)()
    assert len(await chat.tasks()) == 1
    await assert_stopped(chat, run, "I delete it.")


async def test_stopping_twice_has_the_effect_of_once(configured: Provider, chat: Chat) -> None:
    configured.play(STALLS)
    run = await chat.submit("Tell me a story")
    attempt = await chat.begin(run)
    first, second = await asyncio.gather(chat.stop(run), chat.stop(run))
    assert first.stop_requested_at == second.stop_requested_at
    await asyncio.wait_for(attempt, 5)
    published = await chat.published()
    assert (await chat.stop(run)).status == Run.Status.CANCELLED
    assert await chat.published() == published
    await assert_stopped(chat, run, (await chat.run(run)).reply.content)


async def test_a_run_that_has_ended_is_not_stopped(configured: Provider, chat: Chat) -> None:
    configured.play(says("Hello."))
    run = await chat.ask("Hello")
    with pytest.raises(Conflict, match="succeeded already"):
        await chat.stop(run)


async def test_the_next_message_is_answered_after_a_stop(configured: Provider, chat: Chat) -> None:
    configured.play(STALLS, says("Here I am."))
    run = await chat.submit("Tell me a story")
    following = await chat.submit("Or rather not", run.conversation_id)
    attempt = await chat.begin(run)
    await chat.stop(run)
    await asyncio.wait_for(attempt, 5)
    await chat.execute(following)
    assert (await chat.run(following)).reply.content == "Here I am."


async def stop_and_retry(chat: Chat, boundary: int) -> bool:
    """Stop at a boundary, then retry; returns whether there is such a boundary. No call is made twice."""
    await chat.forget()
    await sync_to_async(TaskFactory.create_batch)(2, owner=chat.owner)
    run = await chat.submit("Add milk, and complete all")
    published: list[str] = []
    finished = threading.Event()

    def stop() -> None:
        if Run.objects.get(pk=run.pk).status == Run.Status.RUNNING:
            cancel_run(chat.owner, run.pk)
            published.extend(types(chat.owner))
        finished.set()

    stopping = Boundaries(boundary, stop)
    with stopping.watched():
        await chat.execute(run)
    if stopping.reached:  # perhaps in a thread for which the run did not have to wait
        await asyncio.to_thread(finished.wait, 10)
    ended = await chat.run(run)
    kind, _ = await chat.ending(run)
    if published:
        assert (ended.status, kind) == (Run.Status.CANCELLED, "run_cancelled")
        since = (await chat.types())[len(published) :]
        assert set(since) <= {"message_created", "message_complete", "run_cancelled"}
        assert await chat.streamed(run) in ended.reply.content
        ended = await chat.retry(ended)
    assert (ended.status, ended.reply.content) == (Run.Status.SUCCEEDED, REPLY)
    assert (await chat.tasks()).count("Milk") == 1
    everything = await chat.types()
    changes = [kind for kind in everything if kind.startswith(("task_", "tasks_"))]
    assert changes == ["task_created", "tasks_updated", "task_updated"]
    made = [call async for call in ToolCall.objects.filter(run__owner=chat.owner)]
    assert sorted(call.name for call in made if call.status == "done") == ["add_task", "complete_all_tasks"]
    assert {call.status for call in made} <= {"done", "stopped"}
    assert await Turn.objects.filter(run__owner=chat.owner).acount() == 3
    return stopping.reached


async def test_a_stop_at_any_boundary_ends_the_run_and_the_retry_continues(
    configured: Provider, chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chatbot.tools.common.batches.SIZE", 2)
    configured.play(*SCENARIO)
    boundary = 0
    while await stop_and_retry(chat, boundary):
        boundary += 1
    assert boundary >= await fewest(chat.owner) > 0


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("any_database")
def test_a_stop_while_the_run_finishes_leads_to_one_end() -> None:
    alice = UserFactory.create()
    for end in (lambda held: succeed(held, "Done."), lambda held: fail(held, "timeout", "Too late.")) * 8:
        run = submit_message(alice, "Hello")
        held = claim(run.pk)
        assert held is not None
        ended, stopped = at_once(
            lambda held=held, end=end: end(held), lambda run=run: cancel_run(alice, run.pk)
        )
        run.refresh_from_db()
        if isinstance(stopped, Run):
            assert isinstance(ended, StopRequested)
            assert run.status == Run.Status.RUNNING
            Run.objects.filter(pk=run.pk).update(stop_requested_at=Now() - timedelta(seconds=3))
            assert at_once(sweeper.sweep, lambda run=run: requeue(run), sweeper.sweep) == [None] * 3
        else:
            assert isinstance(stopped, Conflict)
            assert ended is None
    assert len([kind for kind in types(alice) if kind in LAST_EVENTS]) == 16
    assert not Run.objects.active().exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("any_database")
def test_a_stop_while_the_run_is_handed_over_is_not_lost() -> None:
    alice = UserFactory.create()
    for _ in range(10):
        run = submit_message(alice, "Hello")
        held = claim(run.pk)
        assert held is not None
        _, stopped = at_once(lambda held=held: hand_over(held), lambda run=run: cancel_run(alice, run.pk))
        assert isinstance(stopped, Run)
        run.refresh_from_db()
        if run.status == Run.Status.RUNNING:  # its process is gone, and the sweeper ends it
            with pytest.raises(StopRequested), fenced(Claim.of(run)):
                raise AssertionError
            Run.objects.filter(pk=run.pk).update(stop_requested_at=Now() - timedelta(seconds=3))
            sweeper.sweep()
            run.refresh_from_db()
        assert run.status == Run.Status.CANCELLED
    assert [kind for kind in types(alice) if kind in LAST_EVENTS] == ["run_cancelled"] * 10
