"""A message while a card is pending: it is answered at once, and the card stays open."""

from __future__ import annotations

from typing import Any

import pytest
from asgiref.sync import sync_to_async

from chatbot.models import Run, ToolCall
from tests.chatbot.agent.chat import Chat
from tests.factories import TaskFactory
from tests.provider.script import Provider, call, calls, says

GOAL = "Prepare the team offsite in June: venue, travel, agenda"
DELETE_ALL = call("delete_all_tasks", status="all")


async def card(chat: Chat, text: str = "Delete all tasks") -> Run:
    await sync_to_async(TaskFactory.create_batch)(2, owner=chat.owner)
    run = await chat.ask(text)
    assert run.status == Run.Status.AWAITING_APPROVAL
    return run


def said(request: dict[str, Any]) -> list[tuple[str, str]]:
    """The conversation as it is sent to the model, without its instructions."""
    items = request.get("messages") or request["input"]
    spoken = [item for item in items if item.get("role") in {"user", "assistant"} and item["content"]]
    return [(item["role"], item["content"]) for item in spoken]


async def test_another_message_is_answered_while_the_card_is_pending(chat: Chat) -> None:
    waiting = await card(chat)
    other = await chat.ask("add milk", waiting.conversation_id)
    assert (other.status, other.attempt) == (Run.Status.SUCCEEDED, 1)
    assert (await chat.pending(waiting)).name == "delete_all_tasks"
    waiting = await chat.approve(waiting)
    assert waiting.status == Run.Status.SUCCEEDED
    assert await chat.tasks() == ["milk"]  # which came after the card, and was not shown on it


@pytest.mark.parametrize(
    "text",
    ["yes", "Yes!", "ok", "no", "approve it", "please approve the deletion", "decline", "do it", "go ahead"],
)
async def test_a_typed_yes_points_at_the_card(text: str, chat: Chat) -> None:
    waiting = await card(chat)
    other = await chat.ask(text, waiting.conversation_id)
    assert other.reply.content == (
        "“Delete 2 tasks?” is still waiting for you. Use the buttons on its card: "
        "what you type here does not decide it."
    )
    assert len(await chat.tasks()) == 2
    assert await ToolCall.objects.awaiting_approval().acount() == 1


async def test_the_pointer_comes_also_after_another_answer(chat: Chat) -> None:
    waiting = await card(chat)
    await chat.ask("add milk", waiting.conversation_id)
    assert "is still waiting for you" in (await chat.ask("yes", waiting.conversation_id)).reply.content


async def test_a_yes_to_a_later_question_answers_that_one(chat: Chat) -> None:
    waiting = await card(chat)
    asked = await chat.ask("call mum", waiting.conversation_id)
    assert asked.reply.content.endswith("to your tasks?")
    await chat.ask("yes", waiting.conversation_id)
    assert "call mum" in await chat.tasks()


async def test_a_decided_card_is_not_pointed_at(chat: Chat) -> None:
    waiting = await chat.decline(await card(chat))
    other = await chat.ask("yes", waiting.conversation_id)
    assert "waiting" not in other.reply.content


async def test_a_yes_to_a_question_with_options_points_at_it(chat: Chat) -> None:
    asked = await chat.ask(GOAL)
    pointer = "My question above is still waiting for you. Use the buttons on its card, or type an option."
    for _ in range(2):
        assert (await chat.ask("yes", asked.conversation_id)).reply.content == pointer
    answered = await chat.submit("make a plan", asked.conversation_id)
    assert answered.pk == asked.pk
    await chat.execute(answered)
    assert "/plan/" in (await chat.run(asked)).reply.content


async def test_a_model_is_sent_pending_approvals(endpoint: Provider, chat: Chat) -> None:
    endpoint.play(
        says("I delete them.", calls=[DELETE_ALL]),
        says("Use the card."),
        says("Here you are."),
        says("Gone."),
    )
    waiting = await card(chat, "Delete them")
    await chat.ask("yes", waiting.conversation_id)
    await chat.ask("What is due?", waiting.conversation_id)
    note = "I delete them.\n\n[Waiting for the user's approval: Delete 2 tasks?]"
    first, second = endpoint.requests[1:3]
    assert said(first) == [("user", "Delete them"), ("assistant", note), ("user", "yes")]
    assert said(second) == [*said(first), ("assistant", "Use the card."), ("user", "What is due?")]
    assert (await chat.approve(waiting)).reply.content == "I delete them.\n\nGone."


async def test_a_note_is_no_longer_shown_once_it_is_decided(configured: Provider, chat: Chat) -> None:
    configured.play(calls(DELETE_ALL, after=0), says("Gone.", after=1), says("Hello."))
    waiting = await chat.approve(await card(chat, "Delete them"))
    await chat.ask("Hi", waiting.conversation_id)
    assert said(configured.requests[-1])[1] == ("assistant", "Gone.")
