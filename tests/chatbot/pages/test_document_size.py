from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from chatbot.domain.journal import tool_calls
from chatbot.domain.journal.tool_calls import Call, Outcome
from chatbot.domain.tasks.commands import add_task, update_task
from chatbot.models import Conversation, Task, User
from chatbot.pages.chat.transcript import EARLIER_TURNS_SHOWN, TURNS_SHOWN, WHOLE_TURNS
from chatbot.pages.chat_list import CHATS_SHOWN
from tests.chatbot.outputs import Numbered
from tests.chatbot.pages.scenes import Scene, begin
from tests.factories import ConversationFactory
from tests.markup import parse

TURNS = 30
OPEN_TASKS = 20
LARGEST, LARGEST_EARLIER = 90_000, 150_000  # bytes, before compression

CHATS = (
    "Plan the move to Leipzig",
    "What is due this week?",
    "Shopping for Saturday's dinner",
    "Mark the dentist as done",
    "Tidy up the old project tasks",
)
TASKS = (
    "Water the plants",
    "Book train to Hamburg",
    "Send Anna the invoice for October",
    "Buy milk and bread",
    "Prepare the slides for Monday's review",
)
ANSWER = """I changed two tasks for you:

- **Water the plants** is due tomorrow at 9:00
- **Book train to Hamburg** now has high priority

Nothing else is due before Friday."""


@pytest.fixture
def busy(alice: User) -> Conversation:
    """A long conversation with tools, as many chats as the sidebar shows, and open tasks."""
    for number in range(CHATS_SHOWN - 1):
        ConversationFactory.create(owner=alice, title=CHATS[number % len(CHATS)])
    tomorrow = timezone.now() + timedelta(days=1)
    tasks = [
        add_task(alice, title=TASKS[number % len(TASKS)], due_at=tomorrow, tags=["home"])
        for number in range(OPEN_TASKS)
    ]
    conversation = None
    for turn in range(TURNS):
        scene = begin(alice, "Move the plants to tomorrow at 9, the train is urgent", conversation)
        for step in range(2):
            edit(scene, tasks[step], f"call_Zx8k2Vb7Lq0YtRs41Wm{turn:03}{step:02}", days=turn + 1)
        conversation = scene.succeed(ANSWER).conversation
    assert conversation is not None
    return conversation


def edit(scene: Scene, task: Task, call_id: str, days: int) -> None:
    due = timezone.now() + timedelta(days=days)
    call = Call(call_id, "update_task", {"number": task.number, "due_at": due.isoformat(), "priority": None})
    tool_calls.start(scene.claim, call, f"Updating task #{task.number}...")

    def effect(owner: User, done: object) -> Outcome:
        update_task(owner, task.pk, due_at=due)
        return Outcome(Numbered(number=task.number), f"Changed the due date of '{task.title}'")

    tool_calls.perform(scene.claim, call, effect)


def test_a_long_conversation_is_a_small_document(alices: Client, busy: Conversation) -> None:
    response = alices.get(reverse("conversation", args=[busy.pk]))

    page = parse(response)
    assert len(page.all("[data-turn]")) == TURNS_SHOWN
    assert len(page.all("[data-undo]")) == 2 * WHOLE_TURNS
    assert len(page.all("#tasks [data-task]")) == OPEN_TASKS
    assert len(page.all("[data-turn] [data-task]")) == 2 * TURNS_SHOWN
    assert len(page.all('[id^="chat-"]')) == CHATS_SHOWN
    assert len(response.content) <= LARGEST


def test_the_earlier_part_of_a_conversation_is_no_large_document(alices: Client, busy: Conversation) -> None:
    newest = parse(alices.get(reverse("conversation", args=[busy.pk])))

    response = alices.get(newest.one("a[data-earlier]")["href"])

    assert len(parse(response).all("[data-turn]")) == EARLIER_TURNS_SHOWN
    assert len(response.content) <= LARGEST_EARLIER
