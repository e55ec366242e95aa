"""The address of a person for mails that become tasks."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.db import transaction

from chatbot.domain.people.locking import lock_user
from chatbot.models import MailAddress, User

_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # none that are taken for another
_LENGTH = 20


def mail_address(owner: User) -> str:
    """The person's address; empty if they have none yet, or mail is not taken here."""
    found = MailAddress.objects.filter(owner=owner).first()
    return _whole(found) if found and settings.INCOMING_MAIL_DOMAIN else ""


@transaction.atomic
def new_mail_address(owner: User) -> str:
    """Give the person a new address; the one before it ends."""
    lock_user(owner)
    local_part = "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))
    found, _created = MailAddress.objects.update_or_create(owner=owner, defaults={"local_part": local_part})
    return _whole(found)


def owner_of(address: str) -> User | None:
    """The active person with this address, whatever stands behind a plus in it."""
    local_part, _at, domain = address.strip().lower().rpartition("@")
    if not settings.INCOMING_MAIL_DOMAIN or domain != settings.INCOMING_MAIL_DOMAIN:
        return None
    addresses = MailAddress.objects.select_related("owner").filter(owner__is_active=True)
    found = addresses.filter(local_part=local_part.partition("+")[0]).first()
    return found.owner if found else None


def _whole(found: MailAddress) -> str:
    return f"{found.local_part}@{settings.INCOMING_MAIL_DOMAIN}"
