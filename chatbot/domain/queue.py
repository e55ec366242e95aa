"""Put a run at the end of its conversation's queue."""

from __future__ import annotations

from typing import Any

from chatbot.models import Conversation, Message, Run

from .conversations import add_message
from .doorbell import ring_for_run
from .events import RunQueued


def queue_run(
    conversation: Conversation, trigger: Message, continues: Run | None = None, **fields: Any
) -> Run:
    """A run, and the still empty reply that it is to write; asked for when the transaction commits."""
    reply = add_message(conversation, Message.Role.ASSISTANT, "", Message.State.PENDING)
    run = Run.objects.create(
        conversation=conversation,
        owner_id=conversation.owner_id,
        trigger=trigger,
        reply=reply,
        continues=continues,
        # Its journal is replayed, so it must begin as that one began.
        input=continues.input if continues else None,
        **fields,
    )
    ring_for_run(run.pk)
    return run


def queued_event(run: Run) -> RunQueued:
    return RunQueued(
        conversation_id=run.conversation_id,
        run_id=run.pk,
        message_id=run.reply_id,
        result={"trigger_id": str(run.trigger_id), **_origin(run.continues)},
    )


def _origin(continues: Run | None) -> dict[str, str]:
    if continues is None:
        return {}
    origin = {"continues": str(continues.pk)}
    if continues.status == Run.Status.SUCCEEDED:
        origin["replaces"] = str(continues.reply_id)
    return origin
