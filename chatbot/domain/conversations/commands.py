"""Find, start, rename, pin and archive conversations."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from chatbot.domain.errors import Conflict, NotFound
from chatbot.domain.events import ConversationResult, ConversationUpdated
from chatbot.domain.publish import publish
from chatbot.domain.text import clean
from chatbot.models import Conversation, Run, TitleRequest, User
from chatbot.models.conversation import ConversationQuerySet
from streaming.log import iso

TITLE_LENGTH = 255
_AUTO_TITLE_LENGTH = 60


def find_conversation(owner: User, conversation_id: UUID) -> Conversation:
    """One of the owner's chats; those of plans and deleted ones are not found. Raises `NotFound`."""
    return get_conversation(Conversation.objects.of(owner).chats(), conversation_id)


def get_conversation(conversations: ConversationQuerySet, conversation_id: UUID) -> Conversation:
    """One of them. Raises `NotFound`."""
    conversation = conversations.filter(pk=conversation_id).first()
    if conversation is None:
        raise NotFound(_("There is no such conversation."))
    return conversation


def get_conversation_for_update(conversations: ConversationQuerySet, conversation_id: UUID) -> Conversation:
    """One of them, locked so that no message is added and no run starts. Raises `NotFound`."""
    return get_conversation(conversations.select_for_update(of=("self",)), conversation_id)


def require_idle(conversation: Conversation) -> None:
    """Raises `Conflict` while a run is active in a conversation that the caller has locked."""
    active = set(conversation.runs.active().values_list("status", flat=True))
    if active == {Run.Status.AWAITING_APPROVAL}:
        raise Conflict(_("The assistant waits for your decision in this chat. Decide or stop it first."))
    if active:
        raise Conflict(_("The assistant is still working in this chat. Stop it, or wait until it is done."))


@transaction.atomic
def rename_conversation(owner: User, conversation_id: UUID, title: str) -> Conversation:
    """Raises `NotFound`, `Invalid`."""
    locked = Conversation.objects.of(owner).chats().select_for_update(no_key=True)
    conversation = get_conversation(locked, conversation_id)
    conversation.title = clean(title, field="title", limit=TITLE_LENGTH, single_line=True)
    conversation.save(update_fields=["title"])
    TitleRequest.objects.update_or_create(conversation=conversation, defaults={"due_at": None, "tries": 0})
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
def archive_conversation(owner: User, conversation_id: UUID, *, is_archived: bool) -> Conversation:
    """Move a conversation to the archive, or back. Raises `NotFound`, and `Conflict` during a run."""
    chats = Conversation.objects.of(owner).chats()
    conversation = get_conversation_for_update(chats, conversation_id)
    require_idle(conversation)
    conversation.is_archived = is_archived
    conversation.save(update_fields=["is_archived"])
    publish(owner.pk, updated_event(conversation))
    return conversation


def start_conversation(owner: User, first_text: str, *, pk: UUID | None = None) -> Conversation:
    """A new conversation; its id is `pk`, if that is given."""
    return Conversation.objects.create(pk=pk or uuid4(), owner=owner, title=auto_title(first_text))


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
            is_archived=conversation.is_archived,
            created_at=iso(conversation.created_at),
            updated_at=iso(conversation.updated_at),
        ),
    )
