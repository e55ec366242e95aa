"""End a person's sign-ins: their sessions, tokens and tickets, and the connections opened with them."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F

from chatbot.domain.people.audit import audit
from chatbot.domain.people.oauth_clients import disconnect_all
from chatbot.domain.publish import stream_of
from chatbot.models import AuditEntry, PersonalToken, User
from streaming.notify import check_connections


@transaction.atomic
def sign_out_everywhere(user: User) -> None:
    """End every session, token, ticket and connection of a person, in all browsers and programs."""
    audit(user, AuditEntry.Action.SIGNED_OUT_EVERYWHERE)
    User.objects.filter(pk=user.pk).update(sign_in_version=F("sign_in_version") + 1)
    PersonalToken.objects.of(user).delete()
    disconnect_all(user)
    user.refresh_from_db(fields=["sign_in_version"])
    end_old_connections(user)


def end_old_connections(user: User) -> None:
    """Close the connections that a new password, a deactivation or a revoked token has made invalid.

    Without this call they are closed within half a minute.
    """
    check_connections(stream_of(user.pk))
