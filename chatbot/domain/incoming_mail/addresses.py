"""The address of a person for mails that become tasks."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from itertools import batched

from django.conf import settings
from django.db import transaction

from chatbot.domain.people.audit import audit
from chatbot.domain.people.locking import lock_user
from chatbot.models import AuditEntry, MailAddress, User

_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # none that are taken for another
_LENGTH = 20
_AT_ONCE = 1_000  # addresses in one query


def mail_address(owner: User) -> str:
    """The person's address; empty if they have none yet, or mail is not taken here."""
    found = MailAddress.objects.filter(owner=owner).first()
    return _whole(found) if found and settings.INCOMING_MAIL_DOMAIN else ""


@transaction.atomic
def new_mail_address(owner: User) -> str:
    """Give the person a new address; the one before it ends."""
    lock_user(owner)
    local_part = "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))
    audit(owner, AuditEntry.Action.MAIL_ADDRESS_CREATED)
    found, _created = MailAddress.objects.update_or_create(owner=owner, defaults={"local_part": local_part})
    return _whole(found)


def owners_of(addresses: Iterable[str]) -> list[User]:
    """The active people with these addresses, whatever stands behind a plus in them."""
    parts = (address.strip().lower().rpartition("@") for address in addresses)
    domain = settings.INCOMING_MAIL_DOMAIN
    local_parts = {before.partition("+")[0] for before, _at, after in parts if domain and after == domain}
    people = User.objects.filter(is_active=True).order_by("pk")
    # In batches, since a mail can have any number of recipients.
    return [
        owner
        for some in batched(sorted(local_parts), _AT_ONCE)
        for owner in people.filter(mail_address__local_part__in=some)
    ]


def _whole(found: MailAddress) -> str:
    return f"{found.local_part}@{settings.INCOMING_MAIL_DOMAIN}"
