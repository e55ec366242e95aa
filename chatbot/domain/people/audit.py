"""Write the audit log: in the transaction of what is recorded, so that neither is there without the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings

from chatbot.domain.text import storable
from chatbot.models import AuditEntry, User
from chatbot.models.now import Now

_SUBJECT_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Client:
    """Of a request: its IP address, and its User-Agent."""

    address: str = ""
    program: str = ""


_client: ContextVar[Callable[[], Client]] = ContextVar("client", default=Client)


@contextmanager
def on_behalf_of(client: Callable[[], Client]) -> Iterator[None]:
    """What is recorded within was done by this client, which is computed only then."""
    token = _client.set(client)
    try:
        yield
    finally:
        _client.reset(token)


def audit(owner: User, action: AuditEntry.Action, subject: str = "", *, by: User | None = None) -> None:
    """Record that the owner, or a member of staff, has done something."""
    client = _client.get()()
    AuditEntry.objects.create(
        owner=owner,
        by=by if by is not None and by.pk != owner.pk else None,
        action=action,
        subject=storable(subject)[:_SUBJECT_LENGTH],
        address=client.address,
        program=client.program,
    )


def prune_audit() -> None:
    """Delete entries past their retention; none for 0 days."""
    if settings.AUDIT_RETENTION_DAYS:
        oldest = Now() - timedelta(days=settings.AUDIT_RETENTION_DAYS)
        AuditEntry.objects.filter(at__lt=oldest).delete()
