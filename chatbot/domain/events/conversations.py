"""What is said, and the threads it is said in. (Pieces of streaming text are live frames, not events.)"""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from chatbot.models import Message

from .frame import Event, Moment, Result


class MessageResult(Result):
    role: Message.Role
    state: Message.State
    content: str
    html: str  # sanitised
    position: int
    created_at: datetime
    # The message of which this one is an edit: it and what followed it are in an earlier branch now.
    replaces: UUID | None = None


class MessageEvent(Event):
    conversation_id: UUID
    message_id: UUID
    run_id: UUID
    attempt: int | None = None
    result: MessageResult


class MessageCreated(MessageEvent):
    """A message was sent, or the first text of a reply is stored."""

    event_type: Literal["message_created"] = "message_created"


class MessageComplete(MessageEvent):
    """A reply is written, whole or as far as it came."""

    event_type: Literal["message_complete"] = "message_complete"


class ConversationResult(Result):
    id: UUID
    title: str
    is_pinned: bool
    is_archived: bool
    created_at: Moment
    updated_at: Moment


class ConversationUpdated(Event):
    """A conversation was started, renamed, or something was added to it."""

    event_type: Literal["conversation_updated"] = "conversation_updated"
    conversation_id: UUID
    result: ConversationResult


class DeletedConversation(Result):
    title: str
    restorable_until: Moment


class ConversationDeleted(Event):
    """A conversation was deleted with all that was said in it; for good if there is no `result`."""

    event_type: Literal["conversation_deleted"] = "conversation_deleted"
    conversation_id: UUID
    result: DeletedConversation | None = None


class ConversationRestored(Event):
    """A deleted conversation is back with all that was said in it."""

    event_type: Literal["conversation_restored"] = "conversation_restored"
    conversation_id: UUID
    result: ConversationResult


class ConversationRead(Event):
    """A tab of the owner has shown all answers of a conversation."""

    event_type: Literal["conversation_read"] = "conversation_read"
    conversation_id: UUID
