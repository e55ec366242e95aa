"""Runs of the agent."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Self

from django.db import models
from django.db.models import ExpressionWrapper, F, Q
from django.utils.translation import gettext_lazy as _

from .account import User
from .conversation import Conversation, Message
from .now import Now
from .plan import Step


class RunQuerySet(models.QuerySet["Run"]):
    def of(self, owner: User) -> Self:
        """The owner's, without those of deleted conversations."""
        return self.filter(owner=owner, conversation__deleted_at=None)

    def unread(self) -> Self:
        return self.filter(is_unread=True)

    def active(self) -> Self:
        return self.filter(status__in=Run.ACTIVE)

    def lost(self) -> Self:
        """Running, but their lease has expired (by the database's clock)."""
        return self.filter(status=Run.Status.RUNNING, lease_until__lt=Now())

    def stalled(self, limit: timedelta) -> Self:
        """Running without progress for longer than `limit` (by the database's clock)."""
        return self.filter(status=Run.Status.RUNNING, progress_at__lt=Now() - limit)

    def running_longer_than(self, limit: timedelta) -> Self:
        """Running for longer than `limit` in all attempts together."""
        this_attempt = ExpressionWrapper(Now() - F("attempt_started_at"), models.DurationField())
        total = ExpressionWrapper(F("worked") + this_attempt, models.DurationField())
        return self.filter(status=Run.Status.RUNNING).alias(total=total).filter(total__gt=limit)


class Run(models.Model):
    class Status(models.TextChoices):
        QUEUED = "queued", _("Queued")
        RUNNING = "running", _("Running")
        AWAITING_APPROVAL = "awaiting_approval", _("Waiting for approval")
        SUCCEEDED = "succeeded", _("Succeeded")
        FAILED = "failed", _("Failed")
        CANCELLED = "cancelled", _("Stopped")

    class Purpose(models.TextChoices):
        CHAT = "chat", _("Chat")
        PLANNING = "planning", _("Planning")
        STEP = "step", _("Step")
        SUMMARY = "summary", _("Summary")

    ACTIVE = (Status.QUEUED, Status.RUNNING, Status.AWAITING_APPROVAL)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="runs")
    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="runs")
    trigger = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="triggered_runs")
    reply = models.OneToOneField(Message, on_delete=models.CASCADE, related_name="run")
    # The earlier run whose journal this one continues: for a retry or a regenerated answer.
    continues = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="continuations"
    )
    # To answer in a chat, or one part of a plan.
    purpose = models.CharField(max_length=8, choices=Purpose, default=Purpose.CHAT)
    # What the owner calls the program that asked for it, over MCP; empty if a person or a plan did.
    client = models.CharField(max_length=60, blank=True, default="", db_default="")
    step = models.ForeignKey(Step, null=True, blank=True, on_delete=models.CASCADE, related_name="runs")
    # The model that was chosen when the run was queued; each turn stores the model that answered.
    model = models.CharField(max_length=255, blank=True, default="")
    status = models.CharField(max_length=17, choices=Status, default=Status.QUEUED)
    # The number of the attempt, and the fence: writes of any other attempt are refused.
    attempt = models.PositiveSmallIntegerField(default=0)
    # How many attempts were lost with their process.
    losses = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    stop_requested_at = models.DateTimeField(null=True, blank=True)
    progress_at = models.DateTimeField(null=True, blank=True)
    # The working time of the attempts before this one, without queueing and waiting for decisions.
    worked = models.DurationField(default=timedelta(0))
    attempt_started_at = models.DateTimeField(null=True, blank=True)
    # The input of the SDK, stored with the first turn: {"instructions": str, "items": [input items]}.
    input = models.JSONField(null=True, blank=True)
    error = models.TextField(blank=True, default="")
    error_code = models.CharField(max_length=40, blank=True, default="")
    # It has ended, and no tab of the owner has shown that yet. Runs of plans are never unread.
    is_unread = models.BooleanField(default=False, db_default=False)
    # By the database's clock, as all times by which runs are ordered and found; clocks of processes differ.
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = RunQuerySet.as_manager()

    class Meta:
        ordering = ["created_at"]
        indexes = [
            models.Index(fields=["status", "lease_until"], name="run_swept"),
            models.Index(fields=["owner", "status"], name="run_active"),
            models.Index(fields=["-created_at"], name="run_created"),
            models.Index(fields=["conversation", "status"], name="run_waiting"),
            models.Index(fields=["owner", "conversation"], condition=Q(is_unread=True), name="run_unread"),
            models.Index(
                fields=["owner", "client", "-created_at"], condition=~Q(client=""), name="run_of_client"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["conversation"], condition=Q(status="running"), name="run_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=~Q(status="running") | Q(lease_until__isnull=False), name="run_leased"
            ),
        ]

    def __str__(self) -> str:
        return f"run {self.id} ({self.status})"

    @property
    def active(self) -> bool:
        return self.status in self.ACTIVE
