"""Which conversation a request continues: these clients send all messages each time, and no id of ours."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from chatbot.models import Message, Run, User

from .answers import asking_text
from .body import Given
from .errors import Refused


def continued(owner: User, earlier: Sequence[Given], named: str | None) -> UUID | None:
    """The named conversation; else the one whose last answer is the last one in the request.

    Without any, or with one that was changed since, a new conversation starts.
    """
    if named is not None:
        try:
            return UUID(named)
        except ValueError:
            raise Refused("This is no id of a conversation.", param="conversation_id") from None
    answers = [message.text.strip() for message in earlier if message.role == "assistant"]
    if not answers or not answers[-1]:
        return None
    return _answered_with(owner, answers[-1]) or _asking(owner, answers[-1])


def _answered_with(owner: User, answer: str) -> UUID | None:
    last = Message.objects.filter(
        conversation__owner=owner, conversation__deleted_at=None, role=Message.Role.ASSISTANT
    )
    for message in last.filter(content=answer).order_by("-created_at")[:5]:
        later = Message.objects.filter(conversation=message.conversation_id, position__gt=message.position)
        if not later.exists():
            return message.conversation_id
    return None


def _asking(owner: User, answer: str) -> UUID | None:
    """The conversation that waits for a person, if the last answer said so."""
    waiting = Run.objects.of(owner).filter(status=Run.Status.AWAITING_APPROVAL, purpose=Run.Purpose.CHAT)
    for run in waiting.select_related("reply").prefetch_related("tool_calls").order_by("-created_at")[:20]:
        if answer.startswith(asking_text(run)):
            return run.conversation_id
    return None
