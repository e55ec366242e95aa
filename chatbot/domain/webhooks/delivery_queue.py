"""What is sent to an endpoint next, and what follows from the answer.

A process claims an endpoint under a lease, sends its events one after another, and records each answer; only
then is the cursor moved. If the process dies, another one sends the same event again, under the same id.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import timedelta
from uuid import UUID

from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from chatbot.domain.jobs import jobs
from chatbot.domain.people.email_address import is_confirmed
from chatbot.models import WebhookDelivery, WebhookEndpoint
from chatbot.models.now import Now
from streaming.entry import Entry
from streaming.log import Position, find_position, read
from streaming.models import Stream

LEASE = timedelta(seconds=30)  # longer than the timeout of a request
KEPT = timedelta(days=30)  # deliveries
# The wait after each failure; after one more, the endpoint is disabled.
BACKOFF = [
    timedelta(seconds=5),
    timedelta(seconds=30),
    timedelta(minutes=5),
    timedelta(minutes=30),
    *(timedelta(hours=hours) for hours in (2, 5, 10, 14, 20, 24)),
]
GONE = 410
_Disabled = WebhookEndpoint.Disabled
_Problem = WebhookDelivery.Problem


@dataclass(frozen=True, slots=True)
class Claim:
    endpoint_id: UUID
    number: int


@dataclass(frozen=True, slots=True)
class Target:
    """Where a message is sent, and the secrets with which it is signed."""

    url: str
    secrets: list[str]


@dataclass(frozen=True, slots=True)
class Due:
    """An event to send."""

    claim: Claim
    target: Target
    owner_id: UUID
    event: Entry
    attempt: int

    @property
    def message_id(self) -> str:
        """The same for each attempt, so that receivers can recognize repetitions."""
        return f"evt_{self.event.epoch}_{self.event.seq}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The status of the answer, or why there was none."""

    status: int | None = None
    problem: str = ""
    milliseconds: int = 0

    @property
    def has_arrived(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


def due_endpoints() -> QuerySet[WebhookEndpoint, UUID]:
    """Those with events after their cursor, whose time has come."""
    behind = Q(last_seq__gt=OuterRef("seq")) | ~Q(epoch=OuterRef("epoch"))
    streams = Stream.objects.filter(behind, name=OuterRef("stream"))
    found = WebhookEndpoint.objects.claimable().filter(Exists(streams), owner__is_active=True)
    return found.values_list("pk", flat=True)


def enqueue_delivery(endpoint_id: UUID) -> None:
    transaction.on_commit(lambda: jobs().deliver_webhooks.enqueue(str(endpoint_id)), robust=True)


@transaction.atomic
def claim_endpoint(endpoint_id: UUID) -> Claim | None:
    """`None` if another process has it, or nothing may be sent to it now."""
    free = WebhookEndpoint.objects.claimable().filter(pk=endpoint_id)
    if not free.update(claim=F("claim") + 1, leased_until=Now() + LEASE):
        return None
    return Claim(endpoint_id, WebhookEndpoint.objects.values_list("claim", flat=True).get(pk=endpoint_id))


def release(claim: Claim) -> None:
    """Let others claim the endpoint, if this claim still has it."""
    WebhookEndpoint.objects.filter(pk=claim.endpoint_id, claim=claim.number).update(leased_until=None)


@transaction.atomic
def next_due(claim: Claim) -> Due | None:
    """The next event for the endpoint; `None` if there is none, or the claim is lost."""
    endpoint = _locked(claim)
    if endpoint is None or endpoint.claim != claim.number:
        return None
    end = find_position(endpoint.stream)  # before the events are read: those up to it are all there
    _follow_stream(endpoint, end)
    types = {"type__in": endpoint.events} if endpoint.events else {}
    events = read(endpoint.stream, endpoint.seq, 1, **types)
    if not events and endpoint.seq < end.last:
        endpoint.seq = end.last
        endpoint.save(update_fields=["seq"])
    if not events:
        return None
    return Due(claim, _target_of(endpoint), endpoint.owner_id, events[0], endpoint.failures + 1)


def find_target(endpoint_id: UUID) -> Target | None:
    """Where a test is sent; `None` if the endpoint no longer exists."""
    endpoint = WebhookEndpoint.objects.filter(pk=endpoint_id).first()
    return _target_of(endpoint) if endpoint else None


def _target_of(endpoint: WebhookEndpoint) -> Target:
    secrets = [endpoint.secret]
    if endpoint.earlier_secret_until and endpoint.earlier_secret_until > timezone.now():
        secrets.append(endpoint.earlier_secret)
    return Target(endpoint.url, secrets)


@transaction.atomic
def record(due: Due, outcome: Outcome) -> bool:
    """Store an attempt and move the cursor, or plan the next attempt; returns whether to continue."""
    endpoint = _locked(due.claim)
    if endpoint is None:
        return False
    WebhookDelivery.objects.create(
        endpoint=endpoint,
        message_id=due.message_id,
        epoch=due.event.epoch,
        seq=due.event.seq,
        event_type=due.event.type,
        attempt=due.attempt,
        **asdict(outcome),
    )
    if endpoint.claim != due.claim.number:
        return False
    if outcome.has_arrived:
        endpoint.seq, endpoint.failures, endpoint.leased_until = due.event.seq, 0, Now() + LEASE
    elif outcome.status == GONE:
        _disable(endpoint, _Disabled.GONE)
    elif endpoint.failures >= len(BACKOFF):
        _disable(endpoint, _Disabled.FAILING)
    else:
        endpoint.next_attempt_at = Now() + BACKOFF[endpoint.failures]
        endpoint.failures += 1
    endpoint.save()
    return outcome.has_arrived


def record_test(endpoint_id: UUID, message_id: str, event_type: str, outcome: Outcome) -> None:
    """Store the answer to a test message, if the endpoint still exists."""
    if WebhookEndpoint.objects.filter(pk=endpoint_id).exists():
        WebhookDelivery.objects.create(
            endpoint_id=endpoint_id, message_id=message_id, event_type=event_type, **asdict(outcome)
        )


def send_disabled_mail(endpoint_id: UUID) -> None:
    """Tell the owner, at a confirmed address, that an endpoint was disabled."""
    endpoint = WebhookEndpoint.objects.select_related("owner").filter(pk=endpoint_id).first()
    if endpoint is None or endpoint.disabled is None or not is_confirmed(endpoint.owner):
        return
    with translation.override(endpoint.owner.mail_language):
        reason = _Disabled(endpoint.disabled).label
        body = render_to_string(
            "webhooks/email/disabled_body.txt",
            {"user": endpoint.owner, "endpoint": endpoint, "reason": reason},
        )
        send_mail(_("A webhook of yours was switched off"), body, None, [endpoint.owner.email])


def prune_deliveries() -> None:
    WebhookDelivery.objects.filter(created_at__lt=Now() - KEPT).delete()


def _locked(claim: Claim) -> WebhookEndpoint | None:
    return WebhookEndpoint.objects.select_for_update().filter(pk=claim.endpoint_id).first()


def _follow_stream(endpoint: WebhookEndpoint, end: Position) -> None:
    """Move a cursor that the stream cannot resume to the oldest event that is there, and note that.

    A restored database keeps its numbers under a new epoch: there the cursor stays.
    """
    if end.epoch == endpoint.epoch and endpoint.seq >= end.pruned:
        return
    is_known = end.pruned <= endpoint.seq <= end.last
    endpoint.epoch = end.epoch
    if not is_known:
        endpoint.seq = end.pruned
        WebhookDelivery.objects.create(endpoint=endpoint, message_id="", event_type="", problem=_Problem.GAP)
    endpoint.save(update_fields=["epoch", "seq"])


def _disable(endpoint: WebhookEndpoint, reason: str) -> None:
    endpoint.disabled = reason
    transaction.on_commit(lambda: jobs().send_webhook_disabled.enqueue(str(endpoint.pk)), robust=True)
