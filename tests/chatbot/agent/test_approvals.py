"""Approvals: the run is released, a person decides, and it resumes, whatever happens in between."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from asgiref.sync import sync_to_async

from chatbot.domain.errors import Conflict, Invalid, NotFound
from chatbot.domain.events import LAST_EVENTS
from chatbot.domain.journal import approvals, tool_calls
from chatbot.domain.journal.approvals import DECLINED, EXPIRED, Proposal
from chatbot.domain.journal.tool_calls import Call
from chatbot.domain.runs import endings, sweeper
from chatbot.domain.runs.attempts import claim
from chatbot.domain.runs.cancel import cancel_run
from chatbot.domain.runs.submit_message import submit_message
from chatbot.models import Run, Task, ToolCall, User
from chatbot.models.now import Now
from tests.chatbot.agent.boundaries import Crash, attempt, fewest
from tests.chatbot.agent.chat import Chat, outputs
from tests.chatbot.domain.published import types
from tests.chatbot.domain.threads import at_once
from tests.factories import TaskFactory, UserFactory
from tests.provider.script import Provider, call, calls, says

DELETE_ALL = call("delete_all_tasks", status="all")
ADD = call("add_task", "call_1", title="Milk", description=None, priority=None, due_at=None, tags=None)
SCENARIO = (says("I delete them.", calls=[DELETE_ALL], after=0), says("So it is.", after=1))
REPLY = "I delete them.\n\nSo it is."


def these(*numbers: int) -> dict[str, Any]:
    return call("delete_tasks", numbers=list(numbers))


async def add_tasks(chat: Chat, count: int) -> None:
    await sync_to_async(TaskFactory.create_batch)(count, owner=chat.owner)


async def asked(chat: Chat, provider: Provider, *answers: dict[str, Any], tasks: int = 3) -> Run:
    """A run that waits for approval."""
    await add_tasks(chat, tasks)
    provider.play(*answers)
    run = await chat.ask("Delete them")
    assert run.status == Run.Status.AWAITING_APPROVAL
    return run


async def test_a_run_waits_until_it_is_approved(endpoint: Provider, chat: Chat) -> None:
    run = await asked(chat, endpoint, *SCENARIO)
    assert (run.lease_until, await Task.objects.acount()) == (None, 3)
    published = await chat.types(run)
    assert published[-3:] == ["message_created", "tool_starting", "approval_requested"]
    _, requested = (await chat.published(run))[-1]
    assert requested["message"] == "Delete 3 tasks?"
    assert [task["number"] for task in requested["result"]["tasks"]] == [1, 2, 3]
    await chat.execute(run)  # a job that finds nothing to do
    assert await chat.types(run) == published
    run = await chat.approve(run)
    assert (run.status, run.attempt, run.reply.content) == (Run.Status.SUCCEEDED, 2, REPLY)
    assert (await chat.types(run))[len(published) :] == [
        "approval_resolved",
        "agent_thinking",
        "tool_complete",
        "agent_thinking",
        "message_complete",
        "agent_done",
    ]
    assert await chat.tasks() == []
    assert outputs(endpoint.requests[-1]) == [{"count": 3}]
    assert await chat.streamed(run) == REPLY


async def test_only_tasks_that_were_shown_are_changed(endpoint: Provider, chat: Chat) -> None:
    run = await asked(chat, endpoint, *SCENARIO)
    await sync_to_async(TaskFactory.create)(owner=chat.owner, title="Came later")
    await Task.objects.filter(number=1).adelete()
    await chat.approve(run)
    assert await chat.tasks() == ["Came later"]
    assert outputs(endpoint.requests[-1]) == [{"count": 2}]


async def test_a_declined_call_has_no_effect_and_the_model_is_informed(
    endpoint: Provider, chat: Chat
) -> None:
    run = await asked(chat, endpoint, *SCENARIO)
    run = await chat.decline(run)
    assert (run.status, run.reply.content, len(await chat.tasks())) == (Run.Status.SUCCEEDED, REPLY, 3)
    assert outputs(endpoint.requests[-1]) == [DECLINED]
    (declined,) = await chat.tool_calls(run)
    assert (declined.status, declined.decided_by_id) == (ToolCall.Status.DECLINED, chat.owner.pk)
    published = await chat.published(run)
    assert "tool_complete" not in [kind for kind, _ in published]
    resolved = next(data for kind, data in published if kind == "approval_resolved")
    assert (resolved["message"], resolved["result"]["decision"]) == ("Declined by alice", "declined")


async def test_undecided_approvals_expire(endpoint: Provider, chat: Chat) -> None:
    run = await asked(chat, endpoint, *SCENARIO)
    await sync_to_async(sweeper.sweep)()
    assert (await chat.run(run)).status == Run.Status.AWAITING_APPROVAL
    await ToolCall.objects.filter(run=run).aupdate(expires_at=Now() - timedelta(seconds=1))
    await sync_to_async(at_once)(sweeper.sweep, sweeper.sweep)
    await chat.execute(run)
    assert (await chat.run(run)).reply.content == REPLY
    assert (outputs(endpoint.requests[-1]), len(await chat.tasks())) == ([EXPIRED], 3)
    resolved = [data for kind, data in await chat.published(run) if kind == "approval_resolved"]
    assert [(data["message"], data["result"]["decision"]) for data in resolved] == [
        ("Not approved in time", "expired")
    ]


@pytest.mark.parametrize(
    ("changed", "left"), [([2], [1, 3, 4]), ([1, 2, 3], [4]), ([1, 4], [2, 3, 4]), ([], [1, 2, 3, 4])]
)
async def test_changed_arguments_narrow_what_was_shown(
    changed: list[int], left: list[int], configured: Provider, chat: Chat
) -> None:
    answers = (calls(these(1, 2, 3), after=0), says("So it is.", after=1))
    run = await chat.approve(await asked(chat, configured, *answers, tasks=4), {"numbers": changed})
    assert run.status == Run.Status.SUCCEEDED
    assert [number async for number in Task.objects.values_list("number", flat=True)] == left
    assert outputs(configured.requests[-1]) == [{"count": 4 - len(left)}]
    (done,) = await chat.tool_calls(run)
    assert (done.arguments, done.approved_arguments) == ({"numbers": [1, 2, 3]}, {"numbers": changed})


@pytest.mark.parametrize("arguments", [{}, {"numbers": "all"}, {"numbers": [1], "user_id": 1}])
async def test_invalid_arguments_do_not_decide(
    arguments: dict[str, Any], configured: Provider, chat: Chat
) -> None:
    run = await asked(chat, configured, calls(these(1, 2), after=0), says("Done.", after=1))
    with pytest.raises(Invalid):
        await chat.approve(run, arguments)
    assert (await chat.run(run)).status == Run.Status.AWAITING_APPROVAL
    assert (await chat.approve(run)).reply.content == "Done."


async def test_without_tasks_to_delete_no_approval_is_requested(configured: Provider, chat: Chat) -> None:
    configured.play(calls(DELETE_ALL, these(7, 8)), says("There is nothing."))
    run = await chat.ask("Delete them")
    assert run.reply.content == "There is nothing."
    assert outputs(configured.requests[-1]) == [{"count": 0}, {"count": 0}]


async def test_deleting_one_by_one_does_not_bypass_the_approval(configured: Provider, chat: Chat) -> None:
    made = [call("delete_task", f"call_{number}", number=number) for number in (1, 2, 3, 4)]
    run = await asked(chat, configured, calls(*made, after=0), says("Done.", after=4), tasks=4)
    assert len(await chat.tasks()) == 2
    run = await chat.decline(await chat.approve(run))
    assert [made.status for made in await chat.tool_calls(run)] == ["done", "done", "done", "declined"]
    assert len(await chat.tasks()) == 1


async def test_later_calls_wait_too(configured: Provider, chat: Chat) -> None:
    answers = (calls(DELETE_ALL, ADD, after=0), says("Done.", after=2))
    run = await asked(chat, configured, *answers)
    assert (await chat.types()).count("task_created") == 0
    run = await chat.approve(run)
    assert await chat.tasks() == ["Milk"]
    assert [made.name for made in await chat.tool_calls(run)] == ["delete_all_tasks", "add_task"]


async def test_a_run_may_ask_twice(configured: Provider, chat: Chat) -> None:
    answers = (
        says("First these.", calls=[these(1, 2)], after=0),
        says("Now the rest.", calls=[these(3, 4)], after=1),
        says("Done.", after=2),
    )
    run = await chat.approve(await asked(chat, configured, *answers, tasks=5))
    assert run.status == Run.Status.AWAITING_APPROVAL
    assert await chat.streamed(run) == run.reply.content == "First these.\n\nNow the rest."
    run = await chat.approve(run)
    assert (run.status, run.attempt) == (Run.Status.SUCCEEDED, 3)
    assert run.reply.content == "First these.\n\nNow the rest.\n\nDone."
    assert len(await chat.tasks()) == 1


async def test_a_restart_does_not_lose_the_question(configured: Provider, chat: Chat) -> None:
    run = await asked(chat, configured, *SCENARIO)
    await sync_to_async(sweeper.recover)()
    await sync_to_async(sweeper.sweep)()
    assert (await chat.run(run)).status == Run.Status.AWAITING_APPROVAL
    run = await chat.approve(run)
    assert (run.reply.content, run.losses, await chat.tasks()) == (REPLY, 0, [])


async def test_others_cannot_decide(configured: Provider, chat: Chat) -> None:
    run = await asked(chat, configured, *SCENARIO)
    charlie = await sync_to_async(UserFactory.create)(username="charlie")
    call_id = (await chat.pending(run)).call_id
    for decide in (approvals.approve, approvals.decline):
        with pytest.raises(NotFound):
            await sync_to_async(decide)(charlie, call_id, by=charlie)
    assert (await chat.run(run)).status == Run.Status.AWAITING_APPROVAL


async def attempt_and_crash(chat: Chat, run: Run, boundary: int) -> bool:
    """Whether there is such a boundary in the attempt."""
    crashed = await attempt(Crash(boundary), chat.execute(run))
    if crashed:
        await sync_to_async(sweeper.recover)()
        await chat.execute(run)
    return crashed


@pytest.mark.parametrize("decision", ["approve", "decline"])
@pytest.mark.parametrize("asked_before", [False, True], ids=["before the decision", "after the decision"])
async def test_a_crash_at_any_boundary_is_recovered_from(
    asked_before: bool, decision: str, configured: Provider, chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chatbot.tools.common.batches.SIZE", 2)
    configured.play(*SCENARIO)
    boundary, crashed = 0, True
    while crashed:
        await chat.forget()
        await add_tasks(chat, 3)
        run = await chat.submit("Delete them")
        if asked_before:
            await chat.execute(run)
        else:
            crashed = await attempt_and_crash(chat, run, boundary)
        pending = await chat.pending(run)
        await sync_to_async(TaskFactory.create)(owner=chat.owner, title="Came later")
        decide: Callable[..., Any] = getattr(approvals, decision)
        await sync_to_async(decide)(chat.owner, pending.call_id, by=chat.owner)
        if asked_before:
            crashed = await attempt_and_crash(chat, run, boundary)
        else:
            await chat.execute(run)
        await assert_happened_once(chat, run, approved=decision == "approve")
        boundary += 1
    assert boundary > await fewest(chat.owner) > 0


async def assert_happened_once(chat: Chat, run: Run, *, approved: bool) -> None:
    run = await chat.run(run)
    assert (run.status, run.reply.content) == (Run.Status.SUCCEEDED, REPLY)
    assert (await chat.ending(run))[0] == "agent_done"
    published = [kind for kind in await chat.types(run) if kind.startswith(("tool_", "approval_"))]
    done = ["tool_progress", "tool_complete"] if approved else []
    assert published == ["tool_starting", "approval_requested", "approval_resolved", *done]
    deleted = [kind for kind in await chat.types() if kind in {"task_deleted", "tasks_deleted"}]
    assert deleted == (["tasks_deleted", "task_deleted"] if approved else [])
    assert "Came later" in await chat.tasks()
    assert len(await chat.tasks()) == (1 if approved else 4)
    assert await chat.streamed(run) == REPLY


async def test_a_stopped_question_is_asked_again_by_the_retry(configured: Provider, chat: Chat) -> None:
    stopped = await asked(chat, configured, *SCENARIO)
    call_id = (await chat.pending(stopped)).call_id
    await chat.stop(stopped)
    with pytest.raises(Conflict, match="stopped"):
        await sync_to_async(approvals.approve)(chat.owner, call_id, by=chat.owner)
    await sync_to_async(TaskFactory.create)(owner=chat.owner, title="Came later")
    run = await chat.retry(await chat.run(stopped))
    assert run.status == Run.Status.AWAITING_APPROVAL
    pending = await chat.pending(run)
    assert pending.call_id == call_id
    assert pending.proposal is not None
    assert len(pending.proposal["tasks"]) == 4
    run = await chat.approve(run)
    assert (run.reply.content, await chat.tasks()) == (REPLY, [])
    assert len(configured.requests) == 2
    first, second = (await chat.tool_calls(stopped)) + (await chat.tool_calls(run))
    assert (first.status, second.status) == (ToolCall.Status.STOPPED, ToolCall.Status.DONE)


def waiting_call(owner: User) -> ToolCall:
    """A call for which a run waits, made without a model."""
    task = TaskFactory.create(owner=owner)
    run = submit_message(owner, "Delete it")
    held = claim(run.pk)
    assert held is not None
    made = Call(f"call_{run.pk.hex}", "delete_all_tasks", {"status": "all"})
    tool_calls.start(held, made, "Deleting tasks...")
    approvals.request_approval(held, made, Proposal("Delete 1 task?", [task]))
    return ToolCall.objects.get(run=run)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("any_database")
def test_of_simultaneous_decisions_the_first_wins() -> None:
    alice, bob = UserFactory.create(username="alice"), UserFactory.create(username="bob")
    for _ in range(10):
        waiting = waiting_call(alice)
        results = at_once(
            lambda call_id=waiting.call_id: approvals.approve(alice, call_id, by=alice),
            lambda call_id=waiting.call_id: approvals.decline(alice, call_id, by=bob),
            lambda call_id=waiting.call_id: approvals.approve(alice, call_id, by=bob),
        )
        (won,) = [result for result in results if isinstance(result, ToolCall)]
        lost = [result for result in results if isinstance(result, Conflict)]
        waiting.refresh_from_db()
        assert (waiting.decision, waiting.decided_by) == (won.decision, won.decided_by)
        assert won.decided_by is not None
        outcome = f"This was {waiting.decision} already by {won.decided_by.username}."
        assert [error.message for error in lost] == [outcome] * 2
        assert Run.objects.get(pk=waiting.run_id).status == Run.Status.QUEUED
    assert types(alice).count("approval_resolved") == 10


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("any_database")
def test_of_a_simultaneous_decision_and_stop_one_wins() -> None:
    alice = UserFactory.create(username="alice")
    for _ in range(10):
        waiting = waiting_call(alice)
        approved, stopped = at_once(
            lambda call_id=waiting.call_id: approvals.approve(alice, call_id, by=alice),
            lambda run_id=waiting.run_id: cancel_run(alice, run_id),
        )
        waiting.refresh_from_db()
        assert isinstance(stopped, Run)
        assert stopped.status == Run.Status.CANCELLED
        assert waiting.status == ToolCall.Status.STOPPED
        assert isinstance(approved, ToolCall) == (waiting.decision == ToolCall.Decision.APPROVED)
        assert claim(waiting.run_id) is None
    assert [kind for kind in types(alice) if kind in LAST_EVENTS] == ["run_cancelled"] * 10


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("any_database")
def test_a_decision_at_the_last_moment_is_one_decision() -> None:
    alice = UserFactory.create(username="alice")
    for _ in range(10):
        waiting = waiting_call(alice)
        ToolCall.objects.filter(pk=waiting.pk).update(expires_at=Now() - timedelta(seconds=1))
        at_once(
            lambda call_id=waiting.call_id: approvals.approve(alice, call_id, by=alice),
            sweeper.sweep,
            sweeper.sweep,
        )
        held = claim(waiting.run_id)
        assert held is not None
        endings.succeed(held, "Done.")
    assert types(alice).count("approval_resolved") == 10
