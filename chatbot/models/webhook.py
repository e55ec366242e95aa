"""Addresses to which a person's events are sent, and each attempt to send one."""

from __future__ import annotations

import uuid
from typing import Self
from urllib.parse import urlsplit

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .account import User
from .now import Now

URL_LENGTH = 500


class WebhookEndpointQuerySet(models.QuerySet["WebhookEndpoint"]):
    def of(self, owner: User) -> Self:
        return self.filter(owner=owner)

    def enabled(self) -> Self:
        return self.filter(disabled=None)

    def claimable(self) -> Self:
        """Those that may be sent to now, and that no process has claimed, by the database's clock.

        Without a join: the update that claims one checks this again once it has the row's lock.
        """
        free = Q(leased_until=None) | Q(leased_until__lt=Now())
        return self.enabled().filter(free, next_attempt_at__lte=Now())


class WebhookEndpoint(models.Model):
    """`epoch` and `seq` are its cursor: the last event of the stream that is done."""

    class Disabled(models.TextChoices):
        OWNER = "owner", _("You switched it off.")
        STAFF = "staff", _("Staff switched it off.")
        GONE = "gone", _("It answered 410, which means that it wants no more events.")
        FAILING = "failing", _("It has failed for more than three days.")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="webhook_endpoints")
    url = models.CharField(max_length=URL_LENGTH)
    events: models.JSONField[list[str]] = models.JSONField(default=list)  # types; empty: all
    # Signing takes the secrets themselves. The earlier one is valid for a day after a new one was made.
    secret = models.CharField(max_length=100, editable=False)
    earlier_secret = models.CharField(max_length=100, blank=True, default="", editable=False)
    earlier_secret_until = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    disabled = models.CharField(max_length=7, choices=Disabled, null=True)  # noqa: DJ001 - null: enabled
    stream = models.CharField(max_length=80, editable=False)
    epoch = models.CharField(max_length=8, editable=False)
    seq = models.PositiveBigIntegerField(editable=False)

    # Incremented by each claim and each command: a process that has another number writes nothing.
    claim = models.PositiveIntegerField(default=0, editable=False)
    leased_until = models.DateTimeField(null=True, editable=False)
    failures = models.PositiveSmallIntegerField(default=0, editable=False)  # of the current event
    next_attempt_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = WebhookEndpointQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(disabled=None) | Q(disabled__in=["owner", "staff", "gone", "failing"]),
                name="webhook_disabled_known",
            )
        ]
        indexes = [models.Index(fields=["next_attempt_at"], condition=Q(disabled=None), name="webhook_due")]

    def __str__(self) -> str:
        return self.host

    @property
    def host(self) -> str:
        """What others than the owner may see of the URL: its path may have a secret in it."""
        return urlsplit(self.url).hostname or ""


class WebhookDelivery(models.Model):
    """One attempt; or, without a `message_id`, a note that events were left out."""

    class Problem(models.TextChoices):
        """Why there was no answer."""

        ADDRESS = "address", _("The address leads into a private network, or is not allowed.")
        UNKNOWN_HOST = "unknown_host", _("There is no such host.")
        CONNECTION = "connection", _("No connection.")
        TIMEOUT = "timeout", _("No answer within 10 seconds.")
        GAP = "gap", _("Events before this were deleted, and are not sent.")

    endpoint = models.ForeignKey(WebhookEndpoint, on_delete=models.CASCADE, related_name="deliveries")
    message_id = models.CharField(max_length=64)  # `webhook-id`
    epoch = models.CharField(max_length=8, blank=True)
    seq = models.PositiveBigIntegerField(null=True)  # null: a test
    event_type = models.CharField(max_length=64)
    attempt = models.PositiveSmallIntegerField(default=1)
    status = models.PositiveSmallIntegerField(null=True)  # of the HTTP answer
    problem = models.CharField(max_length=12, choices=Problem, blank=True, default="")
    milliseconds = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(db_default=Now(), db_index=True, editable=False)

    class Meta:
        verbose_name_plural = "webhook deliveries"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["endpoint", "-id"], name="webhook_delivery_listed")]
        constraints = [
            models.CheckConstraint(
                condition=Q(problem__in=["", "address", "unknown_host", "connection", "timeout", "gap"]),
                name="webhook_problem_known",
            )
        ]

    def __str__(self) -> str:
        return f"{self.event_type} {self.message_id}"

    @property
    def has_arrived(self) -> bool:
        return self.status is not None and 200 <= self.status < 300
