"""The line above an open chat that is archived or deleted."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from chatbot.models import Conversation, User
from chatbot.pages.blank import NIL
from chatbot.pages.focus import COMPOSER, then_focus


@dataclass(frozen=True, slots=True)
class Note:
    id: str
    state: str = ""  # "archived" or "deleted"

    @property
    def url(self) -> str:
        return reverse("chat-note", args=[self.id])

    @property
    def archive_url(self) -> str:
        return then_focus(reverse("conversation-archive", args=[self.id]), COMPOSER)


def blank_note() -> Note:
    """For a chat that is not started yet."""
    return Note(str(NIL))


def note_of(conversation: Conversation) -> Note:
    return Note(str(conversation.pk), "archived" if conversation.is_archived else "")


def note_of_id(owner: User, conversation_id: UUID) -> Note:
    """For a chat that was open: without one, it has been deleted."""
    found = Conversation.objects.of(owner).chats().filter(pk=conversation_id).first()
    return note_of(found) if found else Note(str(conversation_id), "deleted")
