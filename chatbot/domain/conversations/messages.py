"""Messages of conversations: add, search and publish them."""

from __future__ import annotations

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from chatbot.domain.errors import NotFound
from chatbot.domain.events import MessageResult
from chatbot.domain.markdown import render_markdown
from chatbot.domain.text import search_words
from chatbot.models import Conversation, Message, User
from chatbot.models.conversation import MessageQuerySet
from chatbot.models.folding import contains_words


def add_messages(conversation: Conversation, *messages: Message) -> None:
    """Append new messages to a conversation, in order, and lock its row.

    Raises `NotFound` if the conversation is deleted.
    """
    conversation.last_position = F("last_position") + len(messages)
    conversation.updated_at = timezone.now()
    conversation.is_archived = False
    conversation.deleted_at = F("deleted_at")
    try:
        # This also reads the position, and whether the conversation was deleted since it was found.
        conversation.save(update_fields=["last_position", "updated_at", "is_archived", "deleted_at"])
    except Conversation.NotUpdated as error:
        raise NotFound(_("There is no such conversation.")) from error
    if conversation.deleted_at is not None:
        raise NotFound(_("There is no such conversation."))
    first = conversation.last_position - len(messages) + 1
    for position, message in enumerate(messages, start=first):
        message.conversation, message.owner_id = conversation, conversation.owner_id
        message.position = position
    Message.objects.bulk_create(messages)


def message_result(message: Message, html: str | None = None) -> MessageResult:
    """`html` is the rendered content; pass it where rendering would block other transactions."""
    return MessageResult(
        role=Message.Role(message.role),
        state=Message.State(message.state),
        content=message.content,
        html=render_markdown(message.content) if html is None else html,
        position=message.position,
        created_at=message.created_at,
        replaces=message.replaces_id,
    )


def search_messages(owner: User, text: str) -> MessageQuerySet:
    """Messages in the owner's chats that contain every word of the text, the latest first.

    Raises `Invalid`.
    """
    found = (
        Message.objects.filter(owner=owner, conversation__in=Conversation.objects.chats())
        .for_model()
        .select_related("conversation")
    )
    return found.filter(contains_words(search_words(text), "content")).order_by("-created_at")
