"""Which chats have an answer that none of the owner's tabs has shown."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef

from chatbot.domain.events import ConversationRead
from chatbot.domain.publish import publish
from chatbot.models import Run, User
from chatbot.models.conversation import ConversationQuerySet


def with_unread(conversations: ConversationQuerySet) -> ConversationQuerySet:
    """Annotated with `is_unread`."""
    return conversations.annotate(is_unread=Exists(Run.objects.unread().filter(conversation=OuterRef("pk"))))


def mark_read(owner: User, conversation_id: UUID) -> None:
    """A tab shows the conversation. Does nothing if nothing in it is unread, or it is somebody else's."""
    unread = Run.objects.of(owner).unread().filter(conversation=conversation_id)
    if not unread.exists():  # mostly; then no transaction has to lock anything
        return
    with transaction.atomic():
        if unread.update(is_unread=False):
            publish(owner.pk, ConversationRead(conversation_id=conversation_id))
