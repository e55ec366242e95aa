"""The titles of conversations.

A title is the first message that says what the conversation is about. If a model writes titles, it does
so once, after the first answer to such a message.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet

from chatbot.domain.conversations.commands import TITLE_LENGTH, auto_title, updated_event
from chatbot.domain.conversations.small_talk import is_small_talk
from chatbot.domain.errors import LimitReached
from chatbot.domain.journal.budget import require_budget_left
from chatbot.domain.journal.usage import add_to_day, usage_in
from chatbot.domain.publish import publish
from chatbot.domain.runs.attempts import Claim
from chatbot.domain.runs.enqueue import enqueue_title
from chatbot.domain.text import normalize, storable
from chatbot.models import Conversation, Message, Run, TitleRequest
from chatbot.models.now import Now
from chatbot.models.run import RunQuerySet

_LEASE = timedelta(seconds=60)  # longer than the timeout of the request to the model
_TRIES = 2  # since a process may die during its request
_LATE = timedelta(seconds=10)
_LOOKED_AT = 10  # runs


@dataclass(frozen=True, slots=True)
class Exchange:
    """What the title is made from: the first message that was answered, and its answer."""

    message: str
    answer: str


def request_title(claim: Claim) -> None:
    """Request a title if this is the first run to succeed, small talk aside.

    Call it in the transaction that ends the run.
    """
    if settings.AGENT_TITLE is None or not claim.is_of_a_chat:
        return
    answered = dict(_answered(claim.conversation_id).values_list("pk", "trigger__content")[:_LOOKED_AT])
    asked = answered.pop(claim.run_id, "")
    if not is_small_talk(asked) and all(map(is_small_talk, answered.values())):
        request = TitleRequest(conversation_id=claim.conversation_id, due_at=Now())
        # There is one already if the owner has renamed the conversation.
        TitleRequest.objects.bulk_create([request], ignore_conflicts=True)
        enqueue_title(claim.conversation_id)


def take_title(conversation_id: UUID) -> Exchange | None:
    """Claim the request under a lease. `None` if another process has it, or the title is decided.

    `None` also if today's budget is used up; the title then stays the first message.
    """
    requests = TitleRequest.objects.filter(pk=conversation_id, tries__lt=_TRIES)
    if not requests.due().update(due_at=Now() + _LEASE, tries=F("tries") + 1):
        return None
    runs = list(_answered(conversation_id).select_related("trigger", "reply", "owner")[:_LOOKED_AT])
    if not runs:
        return None
    first = next((run for run in runs if not is_small_talk(run.trigger.content)), runs[0])
    try:
        require_budget_left(first.owner)
    except LimitReached:
        give_title(conversation_id, "", {})
        return None
    return Exchange(first.trigger.content, first.reply.content)


def _answered(conversation_id: UUID) -> RunQuerySet:
    """The runs that answered messages of the current branch."""
    current = Run.objects.filter(conversation=conversation_id, trigger__left_for=None)
    answered = current.filter(status=Run.Status.SUCCEEDED)
    return answered.order_by("created_at")


def retitle(conversation: Conversation, text: str, replaced: Message | None) -> None:
    """Replace a title that says nothing ("hi") by a new message, unless the owner has chosen that title.

    If the message replaces one, replace a title that was made from it or from one after it. Call it before
    those are left.
    """
    if replaced:
        _retitle_edited(conversation, text, replaced)
        return
    if not is_small_talk(conversation.title) or is_small_talk(text):
        return
    if TitleRequest.objects.filter(conversation=conversation, due_at=None).exists():
        return
    conversation.title = auto_title(text)
    conversation.save(update_fields=["title"])


def _retitle_edited(conversation: Conversation, text: str, replaced: Message) -> None:
    asked = Message.objects.current().filter(conversation=conversation, role=Message.Role.USER)
    earlier = asked.filter(position__lt=replaced.position).order_by("position")
    if not all(map(is_small_talk, earlier.values_list("content", flat=True)[:_LOOKED_AT])):
        return
    requested = TitleRequest.objects.filter(conversation=conversation)
    if requested.decided_by_owner().exists():
        return
    requested.delete()  # a model is asked again, after the next answer
    conversation.title = auto_title(text)
    conversation.save(update_fields=["title"])


@transaction.atomic
def give_title(conversation_id: UUID, title: str, response: dict[str, Any]) -> None:
    """Store a title, unless it is empty or the title is decided by now; and the usage of the response."""
    conversation = Conversation.objects.select_for_update(no_key=True).filter(pk=conversation_id).first()
    if conversation is None:
        return
    model = settings.AGENT_TITLE.model if settings.AGENT_TITLE else ""
    usage = usage_in(response, model)
    if usage.total:
        add_to_day(conversation.owner_id, model, usage)
    is_decided = not TitleRequest.objects.filter(pk=conversation_id).exclude(due_at=None).update(due_at=None)
    TitleRequest.objects.filter(pk=conversation_id).update(model=model, **usage.columns())
    line = normalize(storable(title), single_line=True)
    if is_decided or not line:
        return
    conversation.title = line[:TITLE_LENGTH]
    conversation.save(update_fields=["title"])
    if conversation.deleted_at is None:
        publish(conversation.owner_id, updated_event(conversation))


def overlooked_titles() -> QuerySet[TitleRequest, UUID]:
    """Requests whose job was lost, or whose process died."""
    late = TitleRequest.objects.filter(tries__lt=_TRIES, due_at__lt=Now() - _LATE)
    if settings.AGENT_TITLE is None:
        late = late.none()
    return late.values_list("pk", flat=True)
