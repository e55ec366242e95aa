"""Chats that were just deleted, and how to restore them."""

from __future__ import annotations

import math
from dataclasses import dataclass

from django.urls import reverse

from chatbot.domain.conversations.deletion import RESTORABLE_FOR, restorable_conversations
from chatbot.models import User
from chatbot.models.now import Now
from chatbot.pages.focus import then_focus


@dataclass(frozen=True, slots=True)
class DeletedChat:
    """`left`: seconds until it is deleted for good."""

    id: str
    title: str
    left: int

    @property
    def restore_url(self) -> str:
        return then_focus(reverse("conversation-restore", args=[self.id]), f"chat-{self.id}")


def deleted_chats(user: User) -> list[DeletedChat]:
    found = restorable_conversations(user).values_list("pk", "title", "deleted_at", Now())
    return [
        DeletedChat(str(pk), title, math.ceil((deleted_at + RESTORABLE_FOR - now).total_seconds()))
        for pk, title, deleted_at, now in found
    ]
