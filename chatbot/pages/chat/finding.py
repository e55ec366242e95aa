"""Find the conversation of an address."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404

from chatbot.domain.conversations.commands import find_conversation
from chatbot.domain.errors import NotFound
from chatbot.models import Conversation, User


def conversation_or_404(owner: User, conversation_id: UUID) -> Conversation:
    try:
        return find_conversation(owner, conversation_id)
    except NotFound as error:
        raise Http404(error.message) from error
