"""A run through the SDK's Runner and a real endpoint: the published events, and the requests to the model."""

from __future__ import annotations

import re
from typing import Any

from asgiref.sync import sync_to_async

from chatbot.models import Message, Run, Task, User
from tests.chatbot.agent.chat import Chat
from tests.factories import ConversationFactory, MessageFactory, TaskFactory
from tests.provider.script import Provider, call, calls, says

ADD_MILK: dict[str, Any] = {
    "title": "Buy milk",
    "description": None,
    "priority": "high",
    "due_at": "2026-12-24T18:00:00",
    "repeat": None,
    "repeat_from": None,
    "reminders": None,
    "even_if_open": None,
    "list": None,
    "start_on": None,
    "estimate": None,
    "parent": None,
}


async def test_a_run_publishes_each_step_in_order(endpoint: Provider, chat: Chat) -> None:
    endpoint.play(calls(call("add_task", **ADD_MILK, tags=["home"])), says("I have ", "added ", "it."))
    run = await chat.ask("Add milk")
    assert await chat.types() == [
        "conversation_updated",
        "message_created",
        "run_queued",
        "agent_thinking",
        "tool_starting",
        "task_created",
        "tool_complete",
        "agent_thinking",
        "message_created",
        "message_complete",
        "agent_done",
    ]
    published = dict(await chat.published(run))
    task = await Task.objects.aget(owner=chat.owner)
    assert published["tool_starting"]["message"] == "Creating a new task..."
    assert published["tool_starting"]["result"] == {"arguments": {**ADD_MILK, "tags": ["home"]}}
    assert published["tool_complete"]["message"] == "Created: Buy milk"
    assert published["tool_complete"]["task_id"] == str(task.pk)
    assert published["tool_complete"]["result"]["task"] == {
        "id": str(task.pk),
        "number": 1,
        "title": "Buy milk",
        "description": "",
        "completed": False,
        "priority": "high",
        "due_at": "2026-12-24T18:00:00+01:00",
        "overdue": False,
        "tags": ["home"],
    }
    assert published["message_complete"]["result"]["html"] == "<p>I have added it.</p>\n"
    assert published["agent_done"]["result"] == {"response": "I have added it."}
    assert run.status == Run.Status.SUCCEEDED
    assert (run.reply.content, run.reply.state) == ("I have added it.", Message.State.COMPLETE)


async def test_the_pieces_of_the_reply_are_complete(endpoint: Provider, chat: Chat) -> None:
    pieces = [f"word {number}, " for number in range(400)] + ["naïve 🦊 end"]
    endpoint.play(says(*pieces, pause=0.0005))
    run = await chat.ask("Tell me a lot")
    assert run.reply.content == "".join(pieces)
    assert await chat.streamed(run) == "".join(pieces)


async def test_text_before_and_after_a_tool_is_separated(endpoint: Provider, chat: Chat) -> None:
    look = call("list_tasks", status="all", due=None, tag=None, priority=None)
    endpoint.play(says("Let me look.", calls=[look]), says("You have none."))
    run = await chat.ask("What is there?")
    assert run.reply.content == "Let me look.\n\nYou have none."
    assert await chat.streamed(run) == run.reply.content


async def test_calls_of_one_answer_are_made_in_their_order(endpoint: Provider, chat: Chat) -> None:
    listing = call("list_tasks", "call_1", status="pending", due=None, tag=None, priority=None)
    add = call("add_task", **ADD_MILK, tags=None)
    endpoint.play(calls(add, listing), says("There you are."))
    run = await chat.ask("Add milk and list")
    added, listed = await chat.tool_calls(run)
    assert [added.name, listed.name] == ["add_task", "list_tasks"]
    assert listed.output is not None
    assert [task["title"] for task in listed.output["tasks"]] == ["Buy milk"]
    assert (listed.message, listed.count) == ("Found 1 task", 1)


async def test_the_model_gets_the_history_and_the_message_once(endpoint: Provider, chat: Chat) -> None:
    endpoint.play(says("Hello Alice."), says("I said hello."))
    first = await chat.ask("Hello")
    await chat.ask("What did you say?", first.conversation_id)
    last = endpoint.requests[-1]
    said = [(item["role"], item["content"]) for item in last.get("messages") or last["input"]]
    spoken = [(role, text) for role, text in said if role != "system"]
    assert [role for role, _ in spoken] == ["user", "assistant", "user"]
    assert spoken[0][1] == "Hello"
    assert "Hello Alice." in str(spoken[1][1])
    assert spoken[2][1] == "What did you say?"


async def test_the_model_is_sent_the_time_of_the_user(endpoint: Provider, chat: Chat) -> None:
    endpoint.play(says("Noon."))
    await chat.ask("What time is it?")
    (request,) = endpoint.requests
    sent = request.get("instructions") or request["messages"][0]["content"]
    (line,) = [line for line in sent.splitlines() if line.startswith("Now: ")]
    assert re.fullmatch(r"Now: \S+\+0[12]:00 \(Europe/Berlin\), a \w+day", line)


async def test_the_history_is_bounded(endpoint: Provider, chat: Chat) -> None:
    conversation = await sync_to_async(ConversationFactory.create)(owner=chat.owner)
    await sync_to_async(MessageFactory.create_batch)(60, conversation=conversation)
    endpoint.play(says("Yes."))
    await chat.ask("The last question", conversation.pk)
    (request,) = endpoint.requests
    said = [
        str(item["content"]) for item in request.get("messages") or request["input"] if item["role"] == "user"
    ]
    assert len(said) == 40
    assert (said.count("The last question"), said[-1]) == (1, "The last question")


async def test_long_messages_bound_the_history_too(endpoint: Provider, chat: Chat) -> None:
    conversation = await sync_to_async(ConversationFactory.create)(owner=chat.owner)
    await sync_to_async(MessageFactory.create_batch)(20, conversation=conversation, content="a" * 10_000)
    endpoint.play(says("Noted."))
    await chat.ask("b" * 10_000, conversation.pk)
    (request,) = endpoint.requests
    sent = [
        str(item["content"])[:1]
        for item in request.get("messages") or request["input"]
        if item["role"] == "user"
    ]
    assert sent[-1] == "b"
    assert 1 < len(sent) < 10


async def test_a_long_tool_publishes_its_progress(endpoint: Provider, chat: Chat) -> None:
    await sync_to_async(TaskFactory.create_batch)(120, owner=chat.owner)
    await User.objects.filter(pk=chat.owner.pk).aupdate(ask_before=User.AskBefore.DELETIONS_ONLY)
    endpoint.play(calls(call("complete_all_tasks", tag=None, priority=None)), says("All done."))
    run = await chat.ask("Complete everything")
    steps = [(kind, data) for kind, data in await chat.published(run) if kind.startswith("tool_")]
    assert [kind for kind, _ in steps] == ["tool_starting", "tool_progress", "tool_progress", "tool_complete"]
    assert [data["result"] for kind, data in steps if kind == "tool_progress"] == [
        {"part": 40, "total": 120},
        {"part": 80, "total": 120},
    ]
    assert [data["message"] for _, data in steps] == [
        "Marking tasks as complete...",
        "Checked 40 of 120 tasks",
        "Checked 80 of 120 tasks",
        "Marked 120 tasks as complete",
    ]
    assert steps[-1][1]["count"] == 120
    assert [kind for kind in await chat.types() if kind in {"tasks_updated", "tool_progress"}] == [
        "tasks_updated",
        "tool_progress",
        "tasks_updated",
        "tool_progress",
        "tasks_updated",
    ]
    assert await Task.objects.filter(completed_at=None).acount() == 0
