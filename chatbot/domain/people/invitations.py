"""Who may sign up: everybody, people with an invitation, or nobody (`SIGN_UP`)."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from chatbot.domain.errors import NotFound
from chatbot.domain.token_hash import hash_of
from chatbot.models import Invitation, User

LIFETIME = timedelta(days=7)


def new_token() -> tuple[str, str]:
    """The token of an invitation, which is shown once, and its hash, which is stored."""
    token = secrets.token_urlsafe(24)
    return token, hash_of(token)


def may_sign_up(token: str) -> bool:
    """Whether a visitor with this token (`""`: without one) may sign up."""
    match settings.SIGN_UP:
        case "open":
            return True
        case "invite":
            return bool(token) and _usable().filter(token_hash=hash_of(token)).exists()
        case _:
            return False


@transaction.atomic
def accept_invitation(token: str, make_account: Callable[[], User]) -> User:
    """Create an account with an invitation, once. Raises `NotFound` if it is unknown, used or expired.

    Of two simultaneous uses, the second is refused.
    """
    invitation = _usable().select_for_update().filter(token_hash=hash_of(token)).first()
    if invitation is None:
        raise NotFound(_("This invitation is not valid any more."))
    user = make_account()
    invitation.used_by, invitation.used_at = user, timezone.now()
    invitation.save(update_fields=["used_by", "used_at"])
    return user


def _usable() -> QuerySet[Invitation]:
    return Invitation.objects.filter(used_at=None, expires_at__gt=timezone.now())
