"""Delete what is past its retention: chats, history of tasks, events, keys, links, imports, deliveries."""

from __future__ import annotations

from datetime import timedelta
from itertools import batched

from django.conf import settings
from django.utils import timezone

from chatbot.domain.conversations.deletion import delete_idle_conversations
from chatbot.domain.conversations.sharing import prune_links
from chatbot.domain.exchange.imports import prune_imports
from chatbot.domain.idempotency import prune_answers
from chatbot.domain.operations.heartbeats import prune_processes
from chatbot.domain.people.audit import prune_audit
from chatbot.domain.people.oauth_clients import prune_clients
from chatbot.domain.people.rate_limits import prune_counts
from chatbot.domain.tasks.mailing_reminders import prune_mails
from chatbot.domain.webhooks.delivery_queue import prune_deliveries
from chatbot.models import Change, Conversation, DeletedList, Run
from chatbot.models.conversation import ConversationQuerySet
from chatbot.models.now import Now
from streaming.conf import conf
from streaming.log import prune as prune_events

_BATCH = 100  # conversations deleted in one transaction


def prune() -> None:
    """Delete what is past its retention. Run it once a day; more often does no harm."""
    prune_conversations(settings.CONVERSATION_RETENTION_DAYS)
    Change.objects.expired().delete()
    DeletedList.objects.expired().delete()
    prune_audit()
    prune_clients()
    prune_counts()
    prune_links()
    prune_imports()
    prune_processes()
    prune_deliveries()
    prune_mails()
    before = timezone.now() - timedelta(days=conf().RETENTION_DAYS)
    prune_answers(before)
    prune_events(before)


def old_conversations(days: int) -> ConversationQuerySet:
    """Chats without a message for so many days and without an active run; none for 0 days.

    Conversations of plans are kept as long as their plan.
    """
    chats = Conversation.objects.chats()
    if days <= 0:
        return chats.none()
    old = chats.filter(updated_at__lt=Now() - timedelta(days=days))
    return old.exclude(pk__in=Run.objects.active().values("conversation"))


def prune_conversations(days: int) -> int:
    """Delete old conversations, and publish that to their owners' tabs; returns how many."""
    old = old_conversations(days)
    deleted = 0
    for owner_id in old.order_by().values_list("owner", flat=True).distinct():
        ids = old.filter(owner=owner_id).order_by("pk").values_list("pk", flat=True)
        for batch in batched(list(ids), _BATCH):
            # Filtered again under lock: one may have a new message by now.
            deleted += delete_idle_conversations(owner_id, old.filter(pk__in=batch))
    return deleted
