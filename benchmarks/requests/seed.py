"""Fills a database with a person who has much data; prints her session and the address
of a long conversation."""

from __future__ import annotations

import json
from datetime import timedelta

import django

django.setup()

from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from chatbot.domain.tasks.commands import add_task  # noqa: E402
from chatbot.models import Conversation, User  # noqa: E402
from tests.chatbot.pages.scenes import begin  # noqa: E402

CHATS, TASKS, TURNS = 100, 200, 30
ANSWER = "I changed **two** tasks:\n\n- Water the plants\n- Book train to Hamburg\n\nNothing else is due."


def conversation(owner: User) -> Conversation:
    """Each turn with two steps and an answer of several lines."""
    talk = None
    for turn in range(TURNS):
        scene = begin(owner, "Move the plants to tomorrow at 9", talk)
        for step in range(2):
            scene.use_tool(f"call-{turn}-{step}")
        talk = scene.succeed(ANSWER).conversation
    assert talk is not None
    return talk


def main() -> None:
    alice = User.objects.create_user("alice")
    Conversation.objects.bulk_create(
        Conversation(owner=alice, title=f"Chat {number}") for number in range(CHATS - 1)
    )
    for number in range(TASKS):
        due = timezone.now() + timedelta(days=number % 30)
        add_task(alice, title=f"Task {number}", due_at=due, tags=["home"])
    client = Client()
    client.force_login(alice)
    chat = reverse("conversation", args=[conversation(alice).pk])
    print(json.dumps({"session": client.cookies["sessionid"].value, "chat": chat}))


if __name__ == "__main__":
    main()
