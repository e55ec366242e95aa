"""The endpoints of a person: create, change, switch off and on, delete, and send events again.

Each command increments `claim`, so that a process which is sending at that moment no longer moves the cursor.
"""

from __future__ import annotations

import base64
import secrets
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from chatbot.domain.errors import Conflict, Invalid, NotFound
from chatbot.domain.events import EVENTS
from chatbot.domain.jobs import jobs
from chatbot.domain.people.audit import audit
from chatbot.domain.people.locking import lock_user
from chatbot.domain.people.rate_limits import in_an_hour, use
from chatbot.domain.publish import stream_of
from chatbot.domain.web_address import web_address
from chatbot.models import AuditEntry, User, WebhookDelivery, WebhookEndpoint
from chatbot.models.now import Now
from chatbot.models.webhook import URL_LENGTH
from streaming.log import find_position, last_before, stream_position

MOST_ENDPOINTS = 20  # of a person
EARLIER_SECRET = timedelta(days=1)
_SECRET_BYTES = 32
_TESTS_PER_HOUR = 60
_Action = AuditEntry.Action
_Disabled = WebhookEndpoint.Disabled


@transaction.atomic
def create_endpoint(owner: User, *, url: str, events: Collection[str] = ()) -> WebhookEndpoint:
    """Send the person's events from now on to a URL; only those of these types, or without types all.

    Raises `Invalid`, and `Conflict` above `MOST_ENDPOINTS`.
    """
    url, events = _checked_url(url), _checked_events(events)
    lock_user(owner)
    if WebhookEndpoint.objects.of(owner).count() >= MOST_ENDPOINTS:
        raise Conflict(
            _("You have %(count)d webhooks. Delete one of them first.") % {"count": MOST_ENDPOINTS}
        )
    stream = stream_of(owner.pk)
    end = stream_position(stream)
    endpoint = WebhookEndpoint.objects.create(
        owner=owner,
        url=url,
        events=events,
        secret=_new_secret(),
        stream=stream,
        epoch=end.epoch,
        seq=end.last,
    )
    audit(owner, _Action.WEBHOOK_CREATED, endpoint.host)
    return endpoint


def get_endpoint(owner: User, endpoint_id: UUID) -> WebhookEndpoint:
    """Raises `NotFound`."""
    return _found(WebhookEndpoint.objects.of(owner).filter(pk=endpoint_id).first())


@transaction.atomic
def change_endpoint(
    owner: User,
    endpoint_id: UUID,
    *,
    url: str | None = None,
    events: Collection[str] | None = None,
    is_enabled: bool | None = None,
) -> WebhookEndpoint:
    """Change its URL, which types of events it gets, or whether it gets any.

    What failed is tried again at once. Raises `NotFound`, `Invalid`, and `Conflict` as `enable_endpoint`.
    """
    endpoint = _locked(owner, endpoint_id)
    if url is not None:
        endpoint.url = _checked_url(url)
    if events is not None:
        endpoint.events = _checked_events(events)
    if url is not None or events is not None:
        audit(owner, _Action.WEBHOOK_CHANGED, endpoint.host)
    if is_enabled is not None:
        if is_enabled:
            _enable(endpoint)
        else:
            _disable(endpoint, by=None)
    return _saved(endpoint)


@transaction.atomic
def renew_secret(owner: User, endpoint_id: UUID) -> WebhookEndpoint:
    """Make a new secret. For a day, messages are signed with the one before as well. Raises `NotFound`."""
    endpoint = _locked(owner, endpoint_id)
    endpoint.earlier_secret, endpoint.secret = endpoint.secret, _new_secret()
    endpoint.earlier_secret_until = Now() + EARLIER_SECRET
    audit(owner, _Action.WEBHOOK_CHANGED, endpoint.host)
    return _saved(endpoint)


def enable_endpoint(owner: User, endpoint_id: UUID) -> WebhookEndpoint:
    """Continue with the event at which it stopped, at once; also if it is enabled and has failed.

    Raises `NotFound`, and `Conflict` if staff disabled it.
    """
    return change_endpoint(owner, endpoint_id, is_enabled=True)


@transaction.atomic
def disable_endpoint(owner: User, endpoint_id: UUID, *, by: User | None = None) -> WebhookEndpoint:
    """Send nothing until it is enabled; its cursor stays. Raises `NotFound`.

    One that a member of staff disabled is not enabled by its owner.
    """
    endpoint = _locked(owner, endpoint_id)
    _disable(endpoint, by=by)
    return _saved(endpoint)


@transaction.atomic
def delete_endpoint(owner: User, endpoint_id: UUID) -> None:
    """Raises `NotFound`."""
    endpoint = _locked(owner, endpoint_id)
    audit(owner, _Action.WEBHOOK_DELETED, endpoint.host)
    endpoint.delete()


@transaction.atomic
def replay_from_delivery(owner: User, endpoint_id: UUID, delivery_id: int) -> WebhookEndpoint:
    """Send the event of a delivery again, and all after it. Raises `NotFound`.

    Raises `Conflict` if the event cannot be sent any more.
    """
    endpoint = _locked(owner, endpoint_id)
    delivery = WebhookDelivery.objects.filter(pk=delivery_id, endpoint=endpoint).first()
    if delivery is None or delivery.seq is None:
        raise NotFound(_("There is no such delivery."))
    position = find_position(endpoint.stream)
    if delivery.epoch != position.epoch or delivery.seq <= position.pruned:
        raise Conflict(_("This event was deleted, and cannot be sent again."))
    return _moved_back(endpoint, delivery.seq - 1)


@transaction.atomic
def replay_since(owner: User, endpoint_id: UUID, moment: datetime) -> WebhookEndpoint:
    """Send all events since a time again, as far as they are kept. Raises `NotFound`."""
    endpoint = _locked(owner, endpoint_id)
    return _moved_back(endpoint, last_before(endpoint.stream, moment))


def request_test(owner: User, endpoint_id: UUID) -> None:
    """Have a test message sent, outside of the order. Raises `NotFound` and `LimitReached`."""
    endpoint = get_endpoint(owner, endpoint_id)
    use("webhook tests of", str(owner.pk), limit=_TESTS_PER_HOUR, expires_at=in_an_hour())
    jobs().send_test_webhook.enqueue(str(endpoint.pk))


def _enable(endpoint: WebhookEndpoint) -> None:
    if endpoint.disabled == _Disabled.STAFF:
        raise Conflict(_("Staff switched this webhook off. Ask them why."))
    endpoint.disabled = None


def _disable(endpoint: WebhookEndpoint, by: User | None) -> None:
    is_by_staff = by is not None or endpoint.disabled == _Disabled.STAFF
    endpoint.disabled = _Disabled.STAFF if is_by_staff else _Disabled.OWNER
    audit(endpoint.owner, _Action.WEBHOOK_SWITCHED_OFF, endpoint.host, by=by)


def _moved_back(endpoint: WebhookEndpoint, seq: int) -> WebhookEndpoint:
    """A cursor is never moved ahead, since that would lose events."""
    endpoint.seq = min(endpoint.seq, seq)
    return _saved(endpoint)


def _saved(endpoint: WebhookEndpoint) -> WebhookEndpoint:
    endpoint.claim += 1
    endpoint.leased_until = None
    endpoint.failures = 0
    endpoint.next_attempt_at = Now()
    endpoint.save()
    endpoint.refresh_from_db()
    return endpoint


def _locked(owner: User, endpoint_id: UUID) -> WebhookEndpoint:
    return _found(WebhookEndpoint.objects.of(owner).select_for_update().filter(pk=endpoint_id).first())


def _found(endpoint: WebhookEndpoint | None) -> WebhookEndpoint:
    if endpoint is None:
        raise NotFound(_("There is no such webhook."))
    return endpoint


def _new_secret() -> str:
    return "whsec_" + base64.b64encode(secrets.token_bytes(_SECRET_BYTES)).decode()


def _checked_events(events: Collection[str]) -> list[str]:
    """In the order of the catalogue."""
    if unknown := sorted(set(events) - EVENTS.keys()):
        raise Invalid(_("There is no such event: %(type)s.") % {"type": unknown[0]}, "events")
    return [kind for kind in EVENTS if kind in events]


def _checked_url(text: Any) -> str:
    """Where the name leads is checked when something is sent (`chatbot.outgoing`)."""
    address = web_address(text, limit=URL_LENGTH, allow_private=settings.WEBHOOKS_ALLOW_PRIVATE)
    if address is None:
        raise Invalid(_("This must be an address such as https://example.com/hooks."), "url")
    return address
