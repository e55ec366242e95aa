"""Titles of conversations that a model is asked for, once, after the first answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F

from chatbot.domain.conversations.commands import TITLE_LENGTH, updated_event
from chatbot.domain.errors import LimitReached
from chatbot.domain.journal.budget import require_budget_left
from chatbot.domain.journal.usage import add_to_day, usage_in
from chatbot.domain.publish import publish
from chatbot.domain.runs.attempts import Claim
from chatbot.domain.runs.enqueue import enqueue_title
from chatbot.domain.text import normalize, storable
from chatbot.models import Conversation, Run, TitleRequest
from chatbot.models.now import Now

_LEASE = timedelta(seconds=60)  # longer than a model is given
_TRIES = 2  # a process may die while it asks
_LATE = timedelta(seconds=10)


@dataclass(frozen=True, slots=True)
class Exchange:
    """What a title is asked for: the first message that was answered, and its answer."""

    message: str
    answer: str


def request_title(claim: Claim) -> None:
    """Ask for a title once a first run has succeeded, in the caller's transaction, which ends that run."""
    if settings.AGENT_TITLE is None or claim.is_of_a_plan:
        return
    succeeded = Run.objects.filter(conversation=claim.conversation_id, status=Run.Status.SUCCEEDED)
    if not succeeded.exclude(pk=claim.run_id).exists():
        request = TitleRequest(conversation_id=claim.conversation_id, due_at=Now())
        # There is one already if the owner has named the conversation.
        TitleRequest.objects.bulk_create([request], ignore_conflicts=True)
        enqueue_title(claim.conversation_id)


def take_title(conversation_id: UUID) -> Exchange | None:
    """Take the request, for as long as a model may take; None if others have, or it is settled.

    Also where today's budget is spent: then the title stays the first message.
    """
    requests = TitleRequest.objects.filter(pk=conversation_id, tries__lt=_TRIES)
    if not requests.due().update(due_at=Now() + _LEASE, tries=F("tries") + 1):
        return None
    run = Run.objects.filter(conversation=conversation_id, status=Run.Status.SUCCEEDED)
    first = run.select_related("trigger", "reply", "owner").order_by("created_at").first()
    if first is None:
        return None
    try:
        require_budget_left(first.owner)
    except LimitReached:
        give_title(conversation_id, "", {})
        return None
    return Exchange(first.trigger.content, first.reply.content)


@transaction.atomic
def give_title(conversation_id: UUID, title: str, response: dict[str, Any]) -> None:
    """Store a title, unless it is empty or the request was settled meanwhile; and what the answer took."""
    conversation = Conversation.objects.select_for_update(no_key=True).filter(pk=conversation_id).first()
    if conversation is None:
        return
    model = settings.AGENT_TITLE.model if settings.AGENT_TITLE else ""
    usage = usage_in(response, model)
    if usage.total:
        add_to_day(conversation.owner_id, model, usage)
    is_settled = not TitleRequest.objects.filter(pk=conversation_id).exclude(due_at=None).update(due_at=None)
    TitleRequest.objects.filter(pk=conversation_id).update(model=model, **usage.columns())
    line = normalize(storable(title), single_line=True)
    if is_settled or not line:
        return
    conversation.title = line[:TITLE_LENGTH]
    conversation.save(update_fields=["title"])
    publish(conversation.owner_id, updated_event(conversation))


def overlooked_titles() -> list[UUID]:
    """Requests that were not heard, or whose process died."""
    if settings.AGENT_TITLE is None:
        return []
    late = TitleRequest.objects.filter(tries__lt=_TRIES, due_at__lt=Now() - _LATE)
    return list(late.values_list("pk", flat=True)[:100])
