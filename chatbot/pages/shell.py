"""The frame of every signed-in page: the sidebar with the chats, and the current tab."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse

from chatbot.domain.publish import stream_of
from chatbot.models import Conversation, Run, User
from chatbot.pages.blank import NIL
from streaming.log import iso, stream_position

CONVERSATIONS_SHOWN = 30


@dataclass(frozen=True, slots=True)
class ConversationItem:
    id: str
    title: str = ""
    runs: tuple[str, ...] = ()  # active runs
    asking: tuple[str, ...] = ()  # active runs that wait for a decision
    current: bool = False
    updated_at_iso: str = ""

    @property
    def badge(self) -> str:
        return "asking" if self.asking else "active" if self.runs else ""

    @property
    def url(self) -> str:
        return reverse("conversation", args=[self.id])

    @property
    def edit_url(self) -> str:
        return reverse("conversation-rename", args=[self.id])

    @property
    def delete_url(self) -> str:
        return reverse("conversation-delete", args=[self.id])


def shell(user: User, section: str, current: UUID | None = None) -> dict[str, Any]:
    newest = Conversation.objects.of(user).chats()[: CONVERSATIONS_SHOWN + 1]
    items = conversation_items(user, newest, current)
    return {
        "section": section,
        "conversations": items[:CONVERSATIONS_SHOWN],
        "has_older_conversations": len(items) > CONVERSATIONS_SHOWN,
        "any_conversation": ConversationItem(str(NIL)),
    }


def conversation_item(user: User, conversation_id: UUID) -> ConversationItem | None:
    found = Conversation.objects.of(user).chats().filter(pk=conversation_id)
    return next(iter(conversation_items(user, found)), None)


def conversation_items(
    user: User, conversations: Iterable[Conversation], current: UUID | None = None
) -> list[ConversationItem]:
    runs: defaultdict[UUID, list[str]] = defaultdict(list)
    asking: defaultdict[UUID, list[str]] = defaultdict(list)
    for run in Run.objects.of(user).active().only("conversation_id", "status"):
        runs[run.conversation_id].append(str(run.pk))
        if run.status == Run.Status.AWAITING_APPROVAL:
            asking[run.conversation_id].append(str(run.pk))
    return [
        ConversationItem(
            id=str(conversation.pk),
            title=str(conversation),
            runs=tuple(runs[conversation.pk]),
            asking=tuple(asking[conversation.pk]),
            current=conversation.pk == current,
            updated_at_iso=iso(conversation.updated_at),
        )
        for conversation in conversations
    ]


def stream_context(user: User) -> dict[str, Any]:
    """The stream and cursor for a page's script.

    Call it before the page's data is read, so that no event is missed.
    """
    return {
        "cursor": str(stream_position(stream_of(user.pk)).cursor),
        "socket_url": f"/ws/{user.pk}/chat?events=all",
        "events_url": f"/api/{user.pk}/events",
    }
