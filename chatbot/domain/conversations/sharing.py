"""Share a conversation: a link with which anybody can read it, until it expires or is revoked."""

from __future__ import annotations

import secrets
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from chatbot.domain.conversations.commands import find_conversation
from chatbot.domain.errors import Conflict, Invalid, NotFound
from chatbot.domain.people.audit import audit
from chatbot.domain.people.locking import lock_user
from chatbot.domain.token_hash import hash_of
from chatbot.models import AuditEntry, SharedLink, User
from chatbot.models.now import Now

LIFETIMES = (1, 7, 30)  # days
MOST_LINKS = 100  # valid ones of a person


@transaction.atomic
def share_conversation(
    owner: User, conversation_id: UUID, *, days: int, shows_name: bool = False
) -> tuple[SharedLink, str]:
    """Create a link; returns it with its token, which is shown once and stored as a hash only.

    Raises `NotFound`, `Invalid`, and `Conflict` above `MOST_LINKS`.
    """
    if days not in LIFETIMES:
        raise Invalid(
            _("A link is valid for %(days)s days.") % {"days": ", ".join(map(str, LIFETIMES))}, "days"
        )
    lock_user(owner)
    conversation = find_conversation(owner, conversation_id)
    if SharedLink.objects.of(owner).valid().count() >= MOST_LINKS:
        raise Conflict(_("You have %(count)d links. Revoke one of them first.") % {"count": MOST_LINKS})
    token = secrets.token_urlsafe(32)
    link = SharedLink.objects.create(
        conversation=conversation,
        token_hash=hash_of(token),
        shows_name=shows_name,
        expires_at=timezone.now() + timedelta(days=days),
    )
    audit(owner, AuditEntry.Action.LINK_CREATED, conversation.title)
    return link, token


@transaction.atomic
def revoke_link(owner: User, link_id: UUID) -> None:
    """Its page is gone with the next request, in every open tab. Raises `NotFound`."""
    link = SharedLink.objects.of(owner).filter(pk=link_id).select_related("conversation").first()
    if link is None or not link.delete()[0]:
        raise NotFound(_("There is no such link."))
    audit(owner, AuditEntry.Action.LINK_REVOKED, link.conversation.title)


def find_shared(token: str) -> SharedLink:
    """The valid link of a token, with its conversation. Raises `NotFound`."""
    links = SharedLink.objects.valid().select_related("conversation__owner")
    link = links.filter(token_hash=hash_of(token)).first()
    if link is None:
        raise NotFound(_("This link has ended."))
    return link


def prune_links() -> None:
    SharedLink.objects.filter(expires_at__lt=Now()).delete()
