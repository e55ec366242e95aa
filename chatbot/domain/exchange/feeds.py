"""Calendar feeds: a private address each, at which calendar programs read a person's open tasks."""

from __future__ import annotations

import secrets
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from chatbot.domain.errors import Conflict, Invalid, NotFound
from chatbot.domain.exchange.file_tasks import file_tasks
from chatbot.domain.last_use import record_use
from chatbot.domain.people.audit import audit
from chatbot.domain.people.locking import lock_user
from chatbot.domain.token_hash import hash_of
from chatbot.exchange import write_calendar
from chatbot.models import AuditEntry, CalendarFeed, Task, User

MOST_FEEDS = 20  # of a person
_TASKS = 5_000


@transaction.atomic
def create_feed(owner: User, *, kind: str = CalendarFeed.Kind.EVENT) -> tuple[CalendarFeed, str]:
    """Create a feed; returns it with its token, which is shown once and stored as a hash only.

    Raises `Invalid`, and `Conflict` above `MOST_FEEDS`.
    """
    if kind not in CalendarFeed.Kind.values:
        raise Invalid(_("A calendar has tasks as event or as todo."), "kind")
    lock_user(owner)
    if CalendarFeed.objects.of(owner).count() >= MOST_FEEDS:
        raise Conflict(_("You have %(count)d calendars. Revoke one of them first.") % {"count": MOST_FEEDS})
    token = secrets.token_urlsafe(32)
    audit(owner, AuditEntry.Action.CALENDAR_CREATED)
    return CalendarFeed.objects.create(owner=owner, token_hash=hash_of(token), kind=kind), token


@transaction.atomic
def revoke_feed(owner: User, feed_id: UUID) -> None:
    """Raises `NotFound`."""
    if not CalendarFeed.objects.of(owner).filter(pk=feed_id).delete()[0]:
        raise NotFound(_("There is no such calendar."))
    audit(owner, AuditEntry.Action.CALENDAR_REVOKED)


def read_feed(token: str) -> str:
    """The calendar of a token: open tasks, at most 5,000, the first due first. Raises `NotFound`."""
    feeds = CalendarFeed.objects.select_related("owner").filter(owner__is_active=True)
    feed = feeds.filter(token_hash=hash_of(token)).first()
    if feed is None:
        raise NotFound(_("There is no such calendar."))
    record_use(feed, "read_at")
    tasks = Task.objects.of(feed.owner).most_urgent().select_related("list")
    is_of_events = feed.kind == CalendarFeed.Kind.EVENT
    if is_of_events:
        tasks = tasks.exclude(due_at=None)
    return write_calendar(
        file_tasks(tasks[:_TASKS], feed.owner), name="Lockstep", kind="event" if is_of_events else "todo"
    )
