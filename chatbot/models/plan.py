"""Plans, their steps and messages, and the team of agents that carries them out."""

from __future__ import annotations

import uuid
from typing import Any, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .account import User
from .now import Now

GOAL_LENGTH = 10_000
TITLE_LENGTH = 255
DETAIL_LENGTH = 4_000
STEPS_PER_PLAN = 20


class TeamAgent(models.Model):
    """A member of the team: its instructions and tools."""

    class Role(models.TextChoices):
        PLANNER = "planner", _("Planner")  # proposes plans
        WORKER = "worker", _("Worker")  # carries out steps
        REVIEWER = "reviewer", _("Reviewer")  # carries out steps, and writes the summary of a plan

    name = models.CharField(max_length=60, unique=True)
    role = models.CharField(max_length=8, choices=Role, default=Role.WORKER)
    purpose = models.CharField(max_length=255, help_text="What it is for; the planner chooses by this.")
    instructions = models.TextField()
    tools: models.JSONField[list[str]] = models.JSONField(default=list, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name


class PlanQuerySet(models.QuerySet["Plan"]):
    def of(self, owner: User) -> Self:
        return self.filter(owner=owner)


class Plan(models.Model):
    class Status(models.TextChoices):
        DRAFT = "draft", _("being planned")
        AWAITING_APPROVAL = "awaiting_approval", _("waiting for approval")
        RUNNING = "running", _("Running")
        PAUSED = "paused", _("Paused")
        COMPLETED = "completed", _("Completed")
        FAILED = "failed", _("Failed")
        CANCELLED = "cancelled", _("Stopped")
        REJECTED = "rejected", _("Rejected")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="plans")
    goal = models.TextField(max_length=GOAL_LENGTH)
    title = models.CharField(max_length=TITLE_LENGTH, blank=True, default="")
    # That of the conversation from which the plan was made; empty for the default.
    model = models.CharField(max_length=255, blank=True, default="", db_default="")
    status = models.CharField(max_length=17, choices=Status, default=Status.DRAFT)
    # The number of the proposal; steps of earlier versions are kept.
    version = models.PositiveSmallIntegerField(default=0)
    summary = models.TextField(blank=True, default="")
    error = models.TextField(blank=True, default="")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(db_default=Now(), editable=False)
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = PlanQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        indexes = [
            models.Index(fields=["owner", "-created_at"], name="plan_recent"),
            models.Index(fields=["status", "updated_at"], name="plan_swept"),
        ]

    def __str__(self) -> str:
        return self.title or self.goal[:60]

    @property
    def current_steps(self) -> list[Step]:
        """The steps of the current version, in order."""
        return [step for step in self.steps.all() if step.version == self.version]


class Step(models.Model):
    class Status(models.TextChoices):
        PLANNED = "planned", _("Planned")
        RUNNING = "running", _("Running")
        COMPLETED = "completed", _("Completed")
        FAILED = "failed", _("Failed")
        SKIPPED = "skipped", _("Skipped")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="steps")
    version = models.PositiveSmallIntegerField(default=1)
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=TITLE_LENGTH)
    detail = models.TextField(blank=True, default="", max_length=DETAIL_LENGTH)
    agent = models.CharField(max_length=60)
    # Positions of the steps whose results this one needs.
    depends_on: models.JSONField[list[int]] = models.JSONField(default=list, blank=True)
    status = models.CharField(max_length=9, choices=Status, default=Status.PLANNED)
    result = models.TextField(blank=True, default="")
    error = models.TextField(blank=True, default="")
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "version", "position"], name="step_position"),
        ]
        indexes = [models.Index(fields=["status"], name="step_swept")]

    def __str__(self) -> str:
        return f"{self.position}. {self.title}"


class PlanMessage(models.Model):
    """A message about a plan, of an agent or of the product itself."""

    class Type(models.TextChoices):
        THINKING = "thinking", _("Thinking")
        ACTION = "action", _("Action")
        RESULT = "result", _("Result")

    class Status(models.TextChoices):
        IN_PROGRESS = "in_progress", _("In Progress")
        COMPLETED = "completed", _("Completed")
        ERROR = "error", _("Error")

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="messages")
    step = models.ForeignKey(Step, null=True, blank=True, on_delete=models.CASCADE, related_name="messages")
    kind = models.CharField(max_length=13)  # plan_update, step_update or agent_message
    agent_name = models.CharField(max_length=60)
    content = models.TextField()
    message_type = models.CharField(max_length=8, choices=Type)
    status = models.CharField(max_length=11, choices=Status)
    # The plan's page shows the same in another form: in its steps, its status or its result.
    is_activity = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.agent_name}: {self.content[:40]}"

    @property
    def frame(self) -> dict[str, Any]:
        """The `data` of the message's frame on the plan socket, without the time."""
        return {
            "plan_id": str(self.plan_id),
            "step_id": str(self.step_id) if self.step_id else None,
            "agent_name": self.agent_name,
            "content": self.content,
            "message_type": self.message_type,
            "status": self.status,
        }
