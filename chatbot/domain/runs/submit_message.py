"""Submit a message: store it with the run that answers it, and enqueue that run."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from chatbot.domain.conversations.commands import find_conversation, start_conversation, updated_event
from chatbot.domain.conversations.messages import message_result
from chatbot.domain.conversations.titles import retitle
from chatbot.domain.errors import KeyReused, NotFound
from chatbot.domain.events import MessageCreated
from chatbot.domain.idempotency import KEY_LENGTH
from chatbot.domain.journal.approvals import KEY_USED, find_answered, take_option
from chatbot.domain.journal.budget import require_budget_left
from chatbot.domain.people.locking import lock_user
from chatbot.domain.publish import publish
from chatbot.domain.runs.branches import leave, lock_to_replace, undo_from
from chatbot.domain.runs.limits import count_request_of_locked
from chatbot.domain.runs.model_choice import require_offered
from chatbot.domain.runs.queue import queue_message, queued_event
from chatbot.domain.text import clean
from chatbot.models import Message, Run, User
from chatbot.models.conversation import MESSAGE_LENGTH


@dataclass(frozen=True, slots=True)
class Edit:
    """Which message is replaced, and whether what it and the messages after it changed is undone."""

    replaces: UUID
    undo: bool = False


@transaction.atomic
def submit_message(
    owner: User,
    text: str,
    *,
    conversation_id: UUID | None = None,
    idempotency_key: str = "",
    model: str = "",
    edit: Edit | None = None,
) -> Run:
    """Store a message with the run that answers it, and enqueue the run. Without a conversation, start one.

    A text that is an option of a pending question answers that question instead: its run is resumed and
    returned. An edit continues the conversation from before the message that it replaces. A second call with
    the same key returns the run of the first one. Raises `Invalid`, `NotFound` (of the conversation or of the
    message to replace), `LimitReached`, `KeyReused` if the key was used for another text, and
    `Conflict` if that message cannot be replaced.
    """
    text = clean(text, field="message", limit=MESSAGE_LENGTH)
    key = clean(idempotency_key, field="idempotency key", limit=KEY_LENGTH, required=False)
    # Simultaneous resends, or messages at the limit, wait here.
    lock_user(owner)
    if key and (known := message_with_key(owner, key)):
        if (known.content, known.replaces_id) != (text, edit and edit.replaces):
            raise KeyReused(KEY_USED)
        return known.triggered_runs.latest("created_at")
    if key and (answered := find_answered(owner, text, key)):
        return answered
    replaced = lock_to_replace(owner, edit.replaces) if edit else None
    chosen = find_conversation(owner, conversation_id) if conversation_id else None
    if replaced:
        if chosen and chosen != replaced.conversation:
            raise NotFound(_("There is no such message in this conversation."))
        chosen = replaced.conversation
    elif chosen and (answered := take_option(chosen, text, by=owner, idempotency_key=key)):
        return answered
    count_request_of_locked(owner)
    require_budget_left(owner)
    conversation = chosen or start_conversation(owner, text)
    retitle(conversation, text, replaced)
    if model and model != conversation.model:
        conversation.model = require_offered(model)
        conversation.save(update_fields=["model"])
    if replaced and edit and edit.undo:
        undo_from(replaced)
    run = queue_message(conversation, text, idempotency_key=key, replaces=replaced)
    if replaced:
        leave(replaced, run.trigger)
    publish(
        owner.pk,
        updated_event(conversation),
        MessageCreated(
            conversation_id=conversation.pk,
            message_id=run.trigger_id,
            run_id=run.pk,
            result=message_result(run.trigger),
        ),
        queued_event(run),
    )
    return run


def message_with_key(owner: User, key: str) -> Message | None:
    """Raises `NotFound` if its conversation is deleted."""
    known = Message.objects.filter(owner=owner, idempotency_key=key).select_related("conversation").first()
    if known and known.conversation.deleted_at is not None:
        raise NotFound(_("The conversation of this message is deleted."))
    return known
