"""Delete conversations: with a while in which the owner can restore them, or for good."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import transaction

from chatbot.domain.conversations.commands import get_conversation_for_update, require_idle, updated_event
from chatbot.domain.events import ConversationDeleted, ConversationRestored, DeletedConversation
from chatbot.domain.publish import publish
from chatbot.models import Conversation, Run, User
from chatbot.models.conversation import ConversationQuerySet
from chatbot.models.now import Now
from streaming.log import iso

RESTORABLE_FOR = timedelta(minutes=1)


@transaction.atomic
def delete_conversation(owner: User, conversation_id: UUID) -> None:
    """Delete a conversation with its messages; it can be restored for `RESTORABLE_FOR`.

    Until then it is stored, but neither found nor exported. Raises `NotFound`, and `Conflict` during a run.
    """
    conversation = get_conversation_for_update(Conversation.objects.of(owner).chats(), conversation_id)
    require_idle(conversation)
    conversation.deleted_at = Now()
    conversation.save(update_fields=["deleted_at"])
    assert conversation.deleted_at is not None  # noqa: S101 (saving has read the database's time)
    until = iso(conversation.deleted_at + RESTORABLE_FOR)
    result = DeletedConversation(title=conversation.title, restorable_until=until)
    publish(owner.pk, ConversationDeleted(conversation_id=conversation_id, result=result))


@transaction.atomic
def restore_conversation(owner: User, conversation_id: UUID) -> Conversation:
    """Restore a deleted conversation. Raises `NotFound` once its time has passed."""
    conversation = get_conversation_for_update(restorable_conversations(owner), conversation_id)
    conversation.deleted_at = None
    conversation.save(update_fields=["deleted_at"])
    result = updated_event(conversation).result
    publish(owner.pk, ConversationRestored(conversation_id=conversation_id, result=result))
    return conversation


def restorable_conversations(owner: User) -> ConversationQuerySet:
    """The owner's deleted conversations that can still be restored, the latest first."""
    return Conversation.objects.of(owner).deleted().filter(deleted_at__gte=Now() - RESTORABLE_FOR)


def expired_conversations() -> ConversationQuerySet:
    """Deleted conversations that cannot be restored any more (by the database's clock)."""
    return Conversation.objects.filter(deleted_at__lt=Now() - RESTORABLE_FOR)


@transaction.atomic
def delete_expired(conversation: Conversation) -> None:
    """Delete one of `expired_conversations` for good, unless it was restored in the meantime."""
    locked = expired_conversations().select_for_update().filter(pk=conversation.pk)
    if locked.exists():
        conversation.delete()


@transaction.atomic
def delete_idle_conversations(owner_id: UUID, conversations: ConversationQuerySet) -> int:
    """Delete those of an owner's conversations in which no run is active for good; returns how many."""
    chosen = conversations.filter(owner=owner_id).select_for_update(of=("self",)).order_by("pk")
    locked = list(chosen.values_list("pk", flat=True))
    # Queried under the locks: adding a run locks its conversation too.
    active = Run.objects.active().filter(conversation__in=locked)
    busy = set(active.values_list("conversation_id", flat=True))
    doomed = [pk for pk in locked if pk not in busy]
    Conversation.objects.filter(pk__in=doomed).delete()
    publish(owner_id, *(ConversationDeleted(conversation_id=pk) for pk in doomed))
    return len(doomed)
