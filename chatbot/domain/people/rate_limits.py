"""Rate limits: accounts created from one address, mails to a person, requests to the agent."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from chatbot.domain.errors import LimitReached
from chatbot.models import RateCount


def use(kind: str, subject: str, *, limit: int, expires_at: datetime) -> None:
    """Count one use by a subject; the count starts again when it expires. Raises `LimitReached`.

    Simultaneous uses, in all processes, are counted one after the other: the row stays locked until the end
    of the caller's transaction.
    """
    key_hash, now = _hash(kind, subject), timezone.now()
    current = RateCount.objects.filter(key_hash=key_hash, expires_at__gt=now)
    if not current.filter(count__lt=limit).update(count=F("count") + 1):
        _begin_or_refuse(key_hash, now, limit, expires_at)


@transaction.atomic
def _begin_or_refuse(key_hash: str, now: datetime, limit: int, expires_at: datetime) -> None:
    row, _created = RateCount.objects.select_for_update().get_or_create(
        key_hash=key_hash, defaults={"expires_at": expires_at}
    )
    if row.expires_at <= now:
        row.count, row.expires_at = 0, expires_at
    if row.count >= limit:
        raise LimitReached(_("That was done too often."), row.expires_at)
    row.count += 1
    row.save(update_fields=["count", "expires_at"])


def uses(kind: str, subject: str) -> int:
    """The current count."""
    current = RateCount.objects.filter(key_hash=_hash(kind, subject), expires_at__gt=timezone.now())
    return current.values_list("count", flat=True).first() or 0


def forget(kind: str, subject: str) -> None:
    RateCount.objects.filter(key_hash=_hash(kind, subject)).delete()


def in_an_hour() -> datetime:
    return timezone.now() + timedelta(hours=1)


def prune_counts() -> None:
    RateCount.objects.filter(expires_at__lte=timezone.now()).delete()


def _hash(kind: str, subject: str) -> str:
    return hashlib.sha256(f"{kind}:{subject}".encode()).hexdigest()
