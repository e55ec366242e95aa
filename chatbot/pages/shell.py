"""The frame of every signed-in page: the sidebar with the chats, and the current tab."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from chatbot.domain.publish import stream_of
from chatbot.models import Task, User
from chatbot.pages.blank import NIL
from chatbot.pages.chat_list import ConversationItem, chat_list
from chatbot.pages.deleted_chats import deleted_chats
from chatbot.pages.tasks.reminders import reminders_of
from streaming.log import stream_position


def shell(user: User, section: str, current: UUID | None = None) -> dict[str, Any]:
    return {
        "section": section,
        "chat_list": chat_list(user, current),
        "deleted_chats": deleted_chats(user),
        "reminders": reminders_of(user),
        "open_count": Task.objects.of(user).pending().count,  # called by the template, once
        "any_conversation": ConversationItem(str(NIL)),
    }


def stream_context(user: User) -> dict[str, Any]:
    """The stream and cursor for a page's script.

    Call it before the page's data is read, so that no event is missed.
    """
    return {
        "cursor": str(stream_position(stream_of(user.pk)).cursor),
        "socket_url": f"/ws/{user.pk}/chat?events=all",
        "events_url": f"/api/{user.pk}/events",
    }
