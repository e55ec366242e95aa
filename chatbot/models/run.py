"""Runs of the agent, and the journal from which a lost run is taken up again."""

from __future__ import annotations

import uuid
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone

from .account import User
from .conversation import Conversation, Message


class RunQuerySet(models.QuerySet["Run"]):
    def of(self, owner: User) -> Self:
        return self.filter(owner=owner)

    def active(self) -> Self:
        return self.filter(status__in=Run.ACTIVE)

    def lost(self) -> Self:
        """Running, but whoever ran them has stopped renewing the lease (by the database's clock)."""
        return self.filter(status=Run.Status.RUNNING, lease_until__lt=Now())


class Run(models.Model):
    class Status(models.TextChoices):
        QUEUED = "queued"
        RUNNING = "running"
        AWAITING_APPROVAL = "awaiting_approval"
        SUCCEEDED = "succeeded"
        FAILED = "failed"
        CANCELLED = "cancelled"

    ACTIVE = (Status.QUEUED, Status.RUNNING, Status.AWAITING_APPROVAL)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="runs")
    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="runs")
    trigger = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="triggered_runs")
    reply = models.OneToOneField(Message, on_delete=models.CASCADE, related_name="run")
    # The failed run whose journal this one goes on from.
    continues = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="continuations"
    )
    status = models.CharField(max_length=17, choices=Status, default=Status.QUEUED)
    # Counts the tries, and is the fence: whoever writes for another attempt is refused.
    attempt = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    progress_at = models.DateTimeField(null=True, blank=True)
    # What the SDK was given, recorded with the first turn: {"instructions": str, "items": [input items]}.
    input = models.JSONField(null=True, blank=True)
    error = models.TextField(blank=True, default="")
    error_code = models.CharField(max_length=40, blank=True, default="")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = RunQuerySet.as_manager()

    class Meta:
        ordering = ["created_at"]
        indexes = [
            models.Index(fields=["status", "lease_until"], name="run_swept"),
            models.Index(fields=["conversation", "status"], name="run_waiting"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["conversation"],
                condition=Q(status__in=["running", "awaiting_approval"]),
                name="run_one_at_a_time",
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


class Turn(models.Model):
    """One model response, written before any of its tools runs."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="turns")
    index = models.PositiveSmallIntegerField()
    attempt = models.PositiveSmallIntegerField()
    response = models.JSONField()  # a `Response` of the OpenAI Responses API
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["index"]
        constraints = [models.UniqueConstraint(fields=["run", "index"], name="turn_once")]

    def __str__(self) -> str:
        return f"turn {self.index}"


class ToolCall(models.Model):
    class Status(models.TextChoices):
        STARTING = "starting"
        AWAITING_APPROVAL = "awaiting_approval", "waiting for approval"
        DONE = "done"
        FAILED = "failed"
        DECLINED = "declined"
        STOPPED = "stopped"

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="tool_calls")
    call_id = models.CharField(max_length=255)
    position = models.PositiveSmallIntegerField()
    attempt = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=64)
    arguments: models.JSONField[dict[str, Any]] = models.JSONField(default=dict)
    status = models.CharField(max_length=17, choices=Status, default=Status.STARTING)
    output: models.JSONField[dict[str, Any] | None] = models.JSONField(null=True, blank=True)
    message = models.CharField(max_length=500, blank=True, default="")  # the friendly line
    error = models.TextField(blank=True, default="")
    count = models.PositiveIntegerField(null=True, blank=True)
    total = models.PositiveIntegerField(null=True, blank=True)  # of which a long call has done `count`
    started_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position"]
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
