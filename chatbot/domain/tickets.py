"""One-time tickets for sockets: addresses end up in logs, where a used ticket is worth nothing."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from django.utils import timezone

from chatbot.models import SocketTicket, User
from chatbot.models.now import Now

LIFETIME = timedelta(seconds=30)


def issue_ticket(user: User) -> str:
    """A token that opens one socket within 30 seconds."""
    SocketTicket.objects.filter(expires_at__lt=Now()).delete()
    token = secrets.token_urlsafe(32)
    SocketTicket.objects.create(user=user, token_hash=_hash(token), expires_at=timezone.now() + LIFETIME)
    return token


def redeem_ticket(token: str) -> User | None:
    """The user of a ticket, which is used up by this; `None` if it is unknown, used or late."""
    ticket = (
        SocketTicket.objects.select_related("user")
        .filter(token_hash=_hash(token), expires_at__gt=timezone.now(), user__is_active=True)
        .first()
    )
    if ticket is None or not SocketTicket.objects.filter(pk=ticket.pk).delete()[0]:
        return None
    return ticket.user


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
