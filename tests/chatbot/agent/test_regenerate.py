"""A regenerated answer: its tool calls are replayed, and only the last response is requested again."""

from __future__ import annotations

import pytest
from asgiref.sync import sync_to_async

from chatbot.agent.instructions import run_input
from chatbot.domain.errors import Conflict
from chatbot.domain.runs import sweeper
from chatbot.domain.runs.retry import regenerate
from chatbot.models import Message, Run, ToolCall
from tests.chatbot.agent.boundaries import Crash, attempt, fewest
from tests.chatbot.agent.chat import Chat, outputs
from tests.provider.script import Provider, call, calls, refuses, says

ADD = call("add_task", title="Milk", description=None, priority=None, due_at=None, tags=None)
EGGS = call("add_task", title="Eggs", description=None, priority=None, due_at=None, tags=None)
FIRST = (says("I add it.", calls=[ADD]), says("Milk is there."))


async def test_only_the_last_response_is_requested_again(endpoint: Provider, chat: Chat) -> None:
    endpoint.play(*FIRST, says("There is milk."))
    answered = await chat.ask("Add milk")
    run = await chat.regenerate(answered)
    assert (run.status, run.reply.content) == (Run.Status.SUCCEEDED, "I add it.\n\nThere is milk.")
    assert await chat.streamed(run) == run.reply.content
    assert await chat.tasks() == ["Milk"]
    assert endpoint.requests[2] == endpoint.requests[1]
    types = await chat.types(run)
    types.remove("message_created")  # the replayed text may be stored before or after the next turn begins
    assert types == ["run_queued", "agent_thinking", "agent_thinking", "message_complete", "agent_done"]
    _, queued = (await chat.published(run))[0]
    assert queued["result"]["continues"] == str(answered.pk)
    assert queued["result"]["replaces"] == str(answered.reply_id)
    assert (await chat.run(answered)).reply.state == Message.State.REPLACED
    assert await ToolCall.objects.filter(run__owner=chat.owner).acount() == 1


async def test_after_two_regenerations_the_history_has_the_last_answer_only(
    configured: Provider, chat: Chat
) -> None:
    configured.play(*FIRST, says("Second."), says("Third."))
    run = await chat.regenerate(await chat.regenerate(await chat.ask("Add milk")))
    assert (run.reply.content, await chat.tasks()) == ("I add it.\n\nThird.", ["Milk"])
    following = await chat.submit("Thanks", run.conversation_id)
    given = await sync_to_async(lambda: run_input(Run.objects.get(pk=following.pk)))()
    texts = [item["content"] for item in given["items"] if "content" in item]
    assert texts == ["Add milk", "I add it.\n\nThird.", "Thanks"]


async def test_an_answer_without_tools_is_requested_again(configured: Provider, chat: Chat) -> None:
    configured.play(says("Hello."), says("Hi."))
    run = await chat.regenerate(await chat.ask("Hello"))
    assert run.reply.content == "Hi."
    assert configured.requests[0] == configured.requests[1]


async def test_a_new_answer_may_call_tools_of_its_own(configured: Provider, chat: Chat) -> None:
    configured.play(*FIRST, calls(EGGS), refuses(401), says("Eggs too."), says("Both."))
    failed = await chat.regenerate(await chat.ask("Add milk"))
    assert failed.status == Run.Status.FAILED
    run = await chat.retry(failed)
    assert run.reply.content == "I add it.\n\nEggs too."
    run = await chat.regenerate(run)
    assert (run.reply.content, await chat.tasks()) == ("I add it.\n\nBoth.", ["Milk", "Eggs"])
    assert [output["task"]["title"] for output in outputs(configured.requests[-1])] == ["Milk", "Eggs"]


async def test_the_answer_of_a_retry_is_regenerated(configured: Provider, chat: Chat) -> None:
    configured.play(calls(ADD), refuses(401), says("There."), says("It is there."))
    run = await chat.regenerate(await chat.retry(await chat.ask("Add milk")))
    assert (run.reply.content, await chat.tasks()) == ("It is there.", ["Milk"])


async def test_what_was_declined_stays_declined(configured: Provider, chat: Chat) -> None:
    configured.play(
        calls(ADD), calls(call("delete_all_tasks", status="all")), says("Kept."), says("All kept.")
    )
    run = await chat.regenerate(await chat.decline(await chat.ask("Add milk, delete all")))
    assert (run.reply.content, await chat.tasks()) == ("All kept.", ["Milk"])
    assert (await chat.types()).count("approval_requested") == 1


async def test_a_crash_at_any_boundary_is_recovered_from(configured: Provider, chat: Chat) -> None:
    boundary, crashed = 0, True
    while crashed:
        await chat.forget()
        configured.play(*FIRST, says("There is milk.", after=1))
        answered = await chat.ask("Add milk")
        run = await sync_to_async(regenerate)(chat.owner, answered.pk)
        crashed = await attempt(Crash(boundary), chat.execute(run))
        if crashed:
            await sync_to_async(sweeper.recover)()
            await chat.execute(run)
        assert (await chat.run(run)).reply.content == "I add it.\n\nThere is milk."
        assert (await chat.ending(run))[0] == "agent_done"
        assert await chat.tasks() == ["Milk"]
        boundary += 1
    assert boundary > await fewest(chat.owner) > 0


async def test_only_the_last_finished_answer_is_regenerated(configured: Provider, chat: Chat) -> None:
    configured.play(says("One."), says("Two."), refuses(401))
    first = await chat.ask("One")
    second = await chat.ask("Two", first.conversation_id)
    with pytest.raises(Conflict, match="last answer"):
        await sync_to_async(regenerate)(chat.owner, first.pk)
    waiting = await sync_to_async(regenerate)(chat.owner, second.pk)
    for run in (second, waiting):
        with pytest.raises(Conflict):
            await sync_to_async(regenerate)(chat.owner, run.pk)
