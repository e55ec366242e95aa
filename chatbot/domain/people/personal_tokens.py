"""Personal tokens: create, revoke, and find the one that a request was sent with."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from chatbot.domain.errors import Conflict, Invalid, NotFound
from chatbot.domain.last_use import record_use
from chatbot.domain.people.audit import audit
from chatbot.domain.people.locking import lock_user
from chatbot.domain.people.sign_ins import end_old_connections
from chatbot.domain.text import clean
from chatbot.domain.token_hash import hash_of
from chatbot.models import AuditEntry, PersonalToken, User

PREFIX = "lockstep_"  # by which scanners find tokens that were published by mistake
LIFETIMES = (7, 30, 90, 365)  # days
MOST_TOKENS = 50  # of a person
NAME_LENGTH = 60
_HINT = 4


@transaction.atomic
def create_personal_token(
    owner: User, *, name: str, scopes: Collection[str], days: int | None = None
) -> tuple[PersonalToken, str]:
    """Create a token that is valid for so many days, or until it is revoked.

    Returns it with its text, which is shown once and stored as a hash only. Raises `Invalid`, and `Conflict`
    above `MOST_TOKENS`.
    """
    name = clean(name, field="name", limit=NAME_LENGTH, single_line=True)
    if not scopes or not set(scopes) <= set(PersonalToken.Scope.values):
        raise Invalid(
            _("A token has one or more of these scopes: %(scopes)s.")
            % {"scopes": ", ".join(PersonalToken.Scope.values)},
            "scopes",
        )
    if days is not None and days not in LIFETIMES:
        raise Invalid(
            _("A token is valid for %(days)s days, or until it is revoked.")
            % {"days": ", ".join(map(str, LIFETIMES))},
            "days",
        )
    lock_user(owner)
    if PersonalToken.objects.of(owner).count() >= MOST_TOKENS:
        raise Conflict(_("You have %(count)d tokens. Revoke one of them first.") % {"count": MOST_TOKENS})
    text = PREFIX + secrets.token_urlsafe(32)
    token = PersonalToken.objects.create(
        owner=owner,
        name=name,
        token_hash=hash_of(text),
        hint=text[-_HINT:],
        scope=" ".join(scope for scope in PersonalToken.Scope.values if scope in scopes),
        expires_at=timezone.now() + timedelta(days=days) if days else None,
    )
    audit(owner, AuditEntry.Action.TOKEN_CREATED, f"{name}: {token.scope}")
    return token, text


@transaction.atomic
def revoke_personal_token(owner: User, token_id: UUID, *, by: User | None = None) -> None:
    """Revoke a token, and close the connections opened with it. Raises `NotFound`."""
    token = PersonalToken.objects.of(owner).filter(pk=token_id).first()
    if token is None or not token.delete()[0]:
        raise NotFound(_("There is no such token."))
    audit(owner, AuditEntry.Action.TOKEN_REVOKED, token.name, by=by)
    end_old_connections(owner)


def is_personal_token(text: str) -> bool:
    return text.startswith(PREFIX)


def use_personal_token(text: str) -> PersonalToken | None:
    """The valid token of a text, with its owner; its use is recorded once an hour."""
    tokens = PersonalToken.objects.valid().select_related("owner")
    token = tokens.filter(token_hash=hash_of(text)).first()
    if token:
        record_use(token, "used_at")
    return token
