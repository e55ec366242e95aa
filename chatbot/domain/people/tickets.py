"""One-time tickets to open sockets: an address may be logged, but a used ticket is worthless."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from chatbot.domain.token_hash import hash_of
from chatbot.models import SocketTicket, User
from chatbot.models.now import Now

LIFETIME = timedelta(seconds=30)


def issue_ticket(
    user: User,
    *,
    session_key: str = "",
    valid_until: datetime | None = None,
    personal_token_id: UUID | None = None,
) -> str:
    """A token that opens one socket within 30 seconds.

    The socket ends with the session or the personal token, or at `valid_until`.
    """
    SocketTicket.objects.filter(expires_at__lt=Now()).delete()
    token = secrets.token_urlsafe(32)
    SocketTicket.objects.create(
        user=user,
        token_hash=hash_of(token),
        expires_at=timezone.now() + LIFETIME,
        session_auth_hash=user.get_session_auth_hash(),
        session_key=session_key,
        valid_until=valid_until,
        personal_token_id=personal_token_id,
    )
    return token


def redeem_ticket(token: str) -> SocketTicket | None:
    """Use the ticket of a token; `None` if it is unknown, used or expired.

    `None` also if the user has changed the password or signed out everywhere since.
    """
    ticket = (
        SocketTicket.objects.select_related("user")
        .filter(token_hash=hash_of(token), expires_at__gt=timezone.now(), user__is_active=True)
        .first()
    )
    if ticket is None or not SocketTicket.objects.filter(pk=ticket.pk).delete()[0]:
        return None
    return ticket if ticket.session_auth_hash == ticket.user.get_session_auth_hash() else None
