"""Repeating tasks in the chat, in words: added, changed, completed, skipped, ended and undone."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from asgiref.sync import sync_to_async
from django.utils import timezone

from chatbot.models import Task
from tests.chatbot.agent.chat import Chat


async def test_a_repeating_task_is_managed_in_words(chat: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 11, 30, 9, tzinfo=UTC))  # a Monday
    conversation = None
    for message, said in (
        (
            "add water plants every tuesday at 9",
            "Added **#1** water plants — tomorrow at 9:00 · every Tuesday.",
        ),
        (
            "mark it as done",
            "Marked **#1** water plants as done. The next one, **#2**, is due Tue 8 Dec at 9:00.",
        ),
        ("make #2 every other week", "**#2** water plants is now every 2 weeks and due Tue 8 Dec at 9:00."),
        ("skip it", "Skipped **#2** water plants; it is due Tue 22 Dec at 9:00 next."),
        ("undo that", "Undone. Changed back **#2** water plants."),
        ("stop repeating #2", "**#2** water plants no longer repeats."),
        ("complete 2", "Marked **#2** water plants as done."),
        ("skip #2", "#2 does not repeat."),
    ):
        run = await chat.ask(message, conversation)
        conversation = run.conversation_id
        assert run.reply.content == said, message
    assert await sync_to_async(Task.objects.of(chat.owner).count)() == 2
