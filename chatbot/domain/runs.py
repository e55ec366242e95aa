"""What people do with runs: ask for one, and try a failed one again."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from chatbot.models import Conversation, Message, Run, User
from chatbot.models.conversation import MESSAGE_LENGTH

from .conversations import add_message, find_conversation, message_result, start_conversation, updated_event
from .doorbell import ring_for_run
from .errors import Conflict, NotFound
from .events import MessageCreated, RunQueued
from .limits import require_message_left
from .publish import publish
from .text import clean

KEY_LENGTH = 255


@transaction.atomic
def submit_message(
    owner: User, text: str, *, conversation_id: UUID | None = None, idempotency_key: str = ""
) -> Run:
    """Store a message and the run that answers it, and ask for that run; without a conversation, start one.

    A second call with the same key returns the first one's run. Raises `Invalid`, `NotFound` (of the
    conversation), `LimitReached`, and `Conflict` where the key was used for another text.
    """
    text = clean(text, field="message", limit=MESSAGE_LENGTH)
    key = clean(idempotency_key, field="idempotency key", limit=KEY_LENGTH, required=False)
    # One at a time for each user: two resends at once, or two messages at the limit, wait here.
    User.objects.select_for_update(no_key=True).only("pk").get(pk=owner.pk)
    if key and (known := Message.objects.filter(owner=owner, idempotency_key=key).first()):
        if known.content != text:
            raise Conflict("That idempotency key was used for another message.")
        return known.triggered_runs.latest("created_at")
    require_message_left(owner)
    if conversation_id is None:
        conversation = start_conversation(owner, text)
    else:
        conversation = find_conversation(owner, conversation_id)
    message = add_message(conversation, Message.Role.USER, text, Message.State.COMPLETE, key)
    run = _queue(conversation, message)
    publish(
        owner.pk,
        updated_event(conversation),
        MessageCreated(
            conversation_id=conversation.pk,
            message_id=message.pk,
            run_id=run.pk,
            result=message_result(message),
        ),
        _queued_event(run),
    )
    return run


@transaction.atomic
def retry_run(owner: User, run_id: UUID) -> Run:
    """Answer the same message again. What the failed run had done already is not done twice.

    Raises `NotFound`, and `Conflict` if the run has not failed, or was tried again already.
    """
    runs = Run.objects.of(owner)
    # The conversation first, as everybody does; two retries at once wait here.
    Conversation.objects.select_for_update(no_key=True).filter(runs__in=runs.filter(pk=run_id)).first()
    if (failed := runs.filter(pk=run_id).first()) is None:
        raise NotFound("There is no such run.")
    if failed.status not in {Run.Status.FAILED, Run.Status.CANCELLED}:
        raise Conflict(
            f"Only a failed run can be tried again; this one is {failed.get_status_display().lower()}."
        )
    if failed.continuations.exists():
        raise Conflict("This run was tried again already.")
    run = _queue(failed.conversation, failed.trigger, continues=failed)
    publish(owner.pk, _queued_event(run))
    return run


def _queue(conversation: Conversation, trigger: Message, continues: Run | None = None) -> Run:
    reply = add_message(conversation, Message.Role.ASSISTANT, "", Message.State.PENDING)
    run = Run.objects.create(
        conversation=conversation,
        owner_id=conversation.owner_id,
        trigger=trigger,
        reply=reply,
        continues=continues,
        # Its journal is replayed, so it must begin as that one began.
        input=continues.input if continues else None,
    )
    ring_for_run(run.pk)
    return run


def _queued_event(run: Run) -> RunQueued:
    return RunQueued(
        conversation_id=run.conversation_id,
        run_id=run.pk,
        message_id=run.reply_id,
        result={"trigger_id": str(run.trigger_id)},
    )
