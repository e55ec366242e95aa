"""The queue of a conversation: its runs are executed one at a time, in the order of their replies.

A run that waits for a decision does not block the others. Once decided, it is queued again.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction

from chatbot.domain.conversations.messages import add_messages
from chatbot.domain.events import QueuedResult, RunQueued
from chatbot.domain.runs.enqueue import enqueue_run, enqueue_run_now
from chatbot.domain.runs.model_choice import endpoint_of, label_of
from chatbot.domain.signals import run_requested, send_on_commit
from chatbot.models import Conversation, Message, Run
from chatbot.models.run import RunQuerySet
from streaming.log import iso


def queue_message(
    conversation: Conversation,
    text: str,
    *,
    idempotency_key: str = "",
    replaces: Message | None = None,
    **fields: Any,
) -> Run:
    """Append a message to a conversation, with the empty reply, and queue the run that answers it."""
    message = Message(
        role=Message.Role.USER, content=text, idempotency_key=idempotency_key, replaces=replaces
    )
    reply = _empty_reply()
    add_messages(conversation, message, reply)
    return _queue(Run(conversation=conversation, trigger=message, reply=reply, **fields))


def queue_continuation(earlier: Run, **fields: Any) -> Run:
    """Queue a run that continues an earlier one's journal: it answers the same message, with a new reply."""
    reply = _empty_reply()
    add_messages(earlier.conversation, reply)
    run = Run(
        conversation=earlier.conversation, trigger=earlier.trigger, reply=reply, continues=earlier, **fields
    )
    run.input = earlier.input  # the journal is replayed, so the input must be the same
    return _queue(run)


def _empty_reply() -> Message:
    return Message(role=Message.Role.ASSISTANT, state=Message.State.PENDING)


def _queue(run: Run) -> Run:
    """Store a run, and enqueue it on commit."""
    endpoint = endpoint_of(run.conversation.model)
    run.owner_id = run.conversation.owner_id
    run.model = endpoint.model if endpoint else ""
    run.save()
    enqueue_run(run.pk)
    send_on_commit(run_requested, run_id=run.pk)
    return run


def first_in_line(conversation_id: UUID) -> RunQuerySet:
    """The running run of a conversation, or else the next one; or none."""
    runs = Run.objects.filter(
        conversation=conversation_id, status__in=(Run.Status.QUEUED, Run.Status.RUNNING)
    )
    # In descending alphabetical order, "running" sorts before "queued".
    return runs.order_by("-status", "reply__position")[:1]


def notify_next_run(conversation_id: UUID) -> None:
    """Enqueue the conversation's next run on commit.

    It is queried only after the commit: a message that is submitted at the same moment is either found, or
    finds the conversation free itself.
    """

    def notify() -> None:
        run = first_in_line(conversation_id).only("status").first()
        if run is not None and run.status == Run.Status.QUEUED:
            enqueue_run_now(run.pk)

    transaction.on_commit(notify, robust=True)


def queued_event(run: Run) -> RunQueued:
    return RunQueued(
        conversation_id=run.conversation_id,
        run_id=run.pk,
        message_id=run.reply_id,
        result=QueuedResult(
            trigger_id=run.trigger_id,
            position=run.reply.position,
            created_at=iso(run.reply.created_at),
            step_id=run.step_id,
            continues=run.continues_id,
            replaces=_replaced(run.continues),
            model=label_of(run.model),
            client=run.client,
        ),
    )


def _replaced(continues: Run | None) -> UUID | None:
    is_answered = continues is not None and continues.status == Run.Status.SUCCEEDED
    return continues.reply_id if continues and is_answered else None
