"""Limits on what costs somebody else something: accounts from one address, mails to one person."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from chatbot.models import RateCount

from .errors import LimitReached

HOUR = timedelta(hours=1)


@transaction.atomic
def use(kind: str, subject: str, *, limit: int, period: timedelta) -> None:
    """Count one use by a subject; the period begins with the first. Raises `LimitReached` past the limit.

    Uses at the same time are counted one after the other, in whichever process.
    """
    now = timezone.now()
    RateCount.objects.filter(expires_at__lte=now).delete()
    key_hash = hashlib.sha256(f"{kind}:{subject}".encode()).hexdigest()
    row, _ = RateCount.objects.select_for_update().get_or_create(
        key_hash=key_hash, defaults={"expires_at": now + period}
    )
    if row.count >= limit:
        raise LimitReached("That was done too often.", row.expires_at)
    row.count += 1
    row.save(update_fields=["count"])
