"""The journal of a run, from which it is resumed after a crash."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .account import User
from .now import Now
from .run import Run

LINE_LENGTH = 500
TOOL_LENGTH = 64


class Turn(models.Model):
    """One response of a model, stored before any of its tool calls starts."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="turns")
    index = models.PositiveSmallIntegerField()
    attempt = models.PositiveSmallIntegerField()
    response = models.JSONField()  # a `Response` of the OpenAI Responses API
    model = models.CharField(max_length=255, blank=True, default="")  # the configured name
    # Null if the endpoint does not report them. Input includes cached tokens, output includes reasoning
    # tokens.
    input_tokens = models.PositiveIntegerField(null=True, blank=True)
    cached_tokens = models.PositiveIntegerField(null=True, blank=True)
    output_tokens = models.PositiveIntegerField(null=True, blank=True)
    reasoning_tokens = models.PositiveIntegerField(null=True, blank=True)
    # By the price at that time; null without one.
    cost = models.DecimalField(max_digits=14, decimal_places=8, null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["index"]
        constraints = [models.UniqueConstraint(fields=["run", "index"], name="turn_once")]

    def __str__(self) -> str:
        return f"turn {self.index}"


class ToolCallQuerySet(models.QuerySet["ToolCall"]):
    def of(self, owner: User) -> Self:
        """Those of the owner's runs, without deleted conversations."""
        return self.filter(run__owner=owner, run__conversation__deleted_at=None)

    def awaiting_approval(self) -> Self:
        return self.filter(status=ToolCall.Status.AWAITING_APPROVAL)

    def expired(self) -> Self:
        """Not decided in time (by the database's clock)."""
        return self.awaiting_approval().filter(expires_at__lt=Now())


class ToolCall(models.Model):
    class Status(models.TextChoices):
        STARTING = "starting", _("Starting")
        AWAITING_APPROVAL = "awaiting_approval", _("waiting for approval")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")
        DECLINED = "declined", _("Declined")
        STOPPED = "stopped", _("Stopped")

    class Decision(models.TextChoices):
        APPROVED = "approved", _("Approved")
        DECLINED = "declined", _("Declined")
        EXPIRED = "expired", _("Expired")

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="tool_calls")
    call_id = models.CharField(max_length=255)
    position = models.PositiveSmallIntegerField()
    attempt = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=TOOL_LENGTH)
    arguments: models.JSONField[dict[str, Any]] = models.JSONField(default=dict)
    status = models.CharField(max_length=17, choices=Status, default=Status.STARTING)
    output: models.JSONField[dict[str, Any] | None] = models.JSONField(null=True, blank=True)
    message = models.CharField(max_length=LINE_LENGTH, blank=True, default="")  # the line for people
    error = models.TextField(blank=True, default="")
    count = models.PositiveIntegerField(null=True, blank=True)
    total = models.PositiveIntegerField(null=True, blank=True)  # a long call has done `count` of these
    # What a person is asked to approve: a `chatbot.domain.journal.approvals.Proposal` as JSON.
    proposal: models.JSONField[dict[str, Any] | None] = models.JSONField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    decision = models.CharField(max_length=8, choices=Decision, blank=True, default="")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    # The arguments with which it was approved, if they are not the model's.
    approved_arguments: models.JSONField[dict[str, Any] | None] = models.JSONField(null=True, blank=True)
    # Of the message that answered a question by one of its options, so that a resend finds the run.
    idempotency_key = models.CharField(max_length=255, blank=True, default="")
    # Set before an external effect: if the process dies after this, the outcome is unknown.
    reached_out_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = ToolCallQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        indexes = [
            models.Index(fields=["call_id"], name="tool_call_id"),
            models.Index(
                fields=["idempotency_key"], condition=~Q(idempotency_key=""), name="tool_call_answered"
            ),
            models.Index(
                fields=["expires_at"], condition=Q(status="awaiting_approval"), name="tool_call_expiring"
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["run", "call_id"], name="tool_call_once"),
            models.UniqueConstraint(fields=["run", "position"], name="tool_call_position"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.status})"

    @property
    def duration_ms(self) -> int | None:
        if self.finished_at is None:
            return None
        return round((self.finished_at - self.started_at).total_seconds() * 1000)
