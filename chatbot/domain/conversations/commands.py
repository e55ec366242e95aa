"""Find, start, rename, pin and delete conversations."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from chatbot.domain.errors import Conflict, NotFound
from chatbot.domain.events import ConversationDeleted, ConversationResult, ConversationUpdated
from chatbot.domain.publish import publish
from chatbot.domain.text import clean
from chatbot.models import Conversation, Run, TitleRequest, User
from chatbot.models.conversation import ConversationQuerySet
from streaming.log import iso

TITLE_LENGTH = 255
_AUTO_TITLE_LENGTH = 60


def find_conversation(owner: User, conversation_id: UUID) -> Conversation:
    """One of the owner's chats; conversations of plans are not found. Raises `NotFound`."""
    conversation = Conversation.objects.of(owner).chats().filter(pk=conversation_id).first()
    if conversation is None:
        raise NotFound("There is no such conversation.")
    return conversation


@transaction.atomic
def rename_conversation(owner: User, conversation_id: UUID, title: str) -> Conversation:
    """Raises `NotFound`, `Invalid`."""
    locked = Conversation.objects.of(owner).chats().select_for_update(no_key=True)
    conversation = locked.filter(pk=conversation_id).first()
    if conversation is None:
        raise NotFound("There is no such conversation.")
    conversation.title = clean(title, field="title", limit=TITLE_LENGTH, single_line=True)
    conversation.save(update_fields=["title"])
    # From now on no model may set the title.
    TitleRequest.objects.update_or_create(conversation=conversation, defaults={"due_at": None})
    publish(owner.pk, updated_event(conversation))
    return conversation


@transaction.atomic
def pin_conversation(owner: User, conversation_id: UUID, *, is_pinned: bool) -> Conversation:
    """List a conversation first, or no more. Raises `NotFound`."""
    Conversation.objects.of(owner).chats().filter(pk=conversation_id).update(is_pinned=is_pinned)
    conversation = find_conversation(owner, conversation_id)
    publish(owner.pk, updated_event(conversation))
    return conversation


@transaction.atomic
def delete_conversation(owner: User, conversation_id: UUID) -> None:
    """Delete a conversation with its messages. Raises `NotFound`, and `Conflict` during a run."""
    conversation = find_conversation(owner, conversation_id)
    # Adding a message and claiming a run lock this row too.
    if not Conversation.objects.select_for_update().filter(pk=conversation_id).exists():
        raise NotFound("There is no such conversation.")
    active = set(conversation.runs.active().values_list("status", flat=True))
    if active == {Run.Status.AWAITING_APPROVAL}:
        raise Conflict("The assistant waits for your decision in this conversation. Decide or stop it first.")
    if active:
        raise Conflict("The assistant is still working in this conversation. Wait until it is done.")
    conversation.delete()
    publish(owner.pk, ConversationDeleted(conversation_id=conversation_id))


@transaction.atomic
def delete_idle_conversations(owner_id: UUID, conversations: ConversationQuerySet) -> int:
    """Delete those of an owner's conversations in which no run is active; returns how many."""
    chosen = conversations.filter(owner=owner_id).select_for_update(of=("self",)).order_by("pk")
    locked = list(chosen.values_list("pk", flat=True))
    # Queried under the locks: adding a run locks its conversation too.
    active = Run.objects.active().filter(conversation__in=locked)
    busy = set(active.values_list("conversation_id", flat=True))
    doomed = [pk for pk in locked if pk not in busy]
    Conversation.objects.filter(pk__in=doomed).delete()
    publish(owner_id, *(ConversationDeleted(conversation_id=pk) for pk in doomed))
    return len(doomed)


def start_conversation(owner: User, first_text: str) -> Conversation:
    return Conversation.objects.create(owner=owner, title=auto_title(first_text))


def auto_title(text: str) -> str:
    """The default title: the beginning of a text, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= _AUTO_TITLE_LENGTH else line[: _AUTO_TITLE_LENGTH - 1].rstrip() + "…"


def updated_event(conversation: Conversation) -> ConversationUpdated:
    return ConversationUpdated(
        conversation_id=conversation.pk,
        result=ConversationResult(
            id=conversation.pk,
            title=conversation.title,
            is_pinned=conversation.is_pinned,
            created_at=iso(conversation.created_at),
            updated_at=iso(conversation.updated_at),
        ),
    )
