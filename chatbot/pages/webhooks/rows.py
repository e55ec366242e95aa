"""What the pages show of endpoints and deliveries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from chatbot.formatting.durations import duration
from chatbot.models import User, WebhookDelivery, WebhookEndpoint
from chatbot.pages.times import moment_html

SHOWN = 50  # deliveries


@dataclass(frozen=True, slots=True)
class EndpointRow:
    url: str
    events: str
    standing: str
    is_wrong: bool
    next_attempt: SafeString | str  # after a failure
    created: SafeString
    page_url: str


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    id: int
    type: str
    answer: str
    when: SafeString
    is_wrong: bool
    can_repeat: bool


def endpoint_row(endpoint: WebhookEndpoint, owner: User, now: datetime) -> EndpointRow:
    is_failing = endpoint.disabled is None and endpoint.failures > 0
    dates = owner.date_settings
    return EndpointRow(
        url=endpoint.url,
        events=_events(endpoint),
        standing=_standing(endpoint),
        is_wrong=endpoint.disabled is not None or endpoint.failures > 0,
        next_attempt=moment_html(endpoint.next_attempt_at, dates, now) if is_failing else "",
        created=moment_html(endpoint.created_at, dates, now),
        page_url=reverse("webhook", args=[endpoint.pk]),
    )


def endpoint_rows(owner: User) -> list[EndpointRow]:
    now = timezone.now()
    return [endpoint_row(endpoint, owner, now) for endpoint in WebhookEndpoint.objects.of(owner)]


def delivery_rows(endpoint: WebhookEndpoint, owner: User) -> list[DeliveryRow]:
    """The latest ones."""
    now, dates = timezone.now(), owner.date_settings
    return [
        DeliveryRow(
            id=delivery.pk,
            type=delivery.event_type,
            answer=_answer(delivery),
            when=moment_html(delivery.created_at, dates, now),
            is_wrong=not delivery.has_arrived,
            can_repeat=delivery.seq is not None,
        )
        for delivery in endpoint.deliveries.all()[:SHOWN]
    ]


def _events(endpoint: WebhookEndpoint) -> str:
    count = len(endpoint.events)
    if not count:
        return _("All events")
    return ngettext("%(count)d type of events", "%(count)d types of events", count) % {"count": count}


def _standing(endpoint: WebhookEndpoint) -> str:
    if endpoint.disabled:
        return " ".join((_("Switched off."), str(WebhookEndpoint.Disabled(endpoint.disabled).label)))
    if endpoint.failures:
        return ngettext(
            "The last attempt failed.",
            "The last %(count)d attempts failed.",
            endpoint.failures,
        ) % {"count": endpoint.failures}
    return _("Active")


def _answer(delivery: WebhookDelivery) -> str:
    if delivery.problem:
        answer = str(WebhookDelivery.Problem(delivery.problem).label)
    else:
        took = {"status": delivery.status, "duration": duration(delivery.milliseconds)}
        answer = _("%(status)s after %(duration)s") % took
    if delivery.attempt == 1:
        return answer
    return " · ".join((answer, _("Attempt %(number)d") % {"number": delivery.attempt}))
