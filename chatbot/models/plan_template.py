"""Goals with steps that a person keeps, to start plans from."""

from __future__ import annotations

import uuid
from typing import Any, Self

from django.db import models
from django.utils import timezone

from .account import User
from .plan import GOAL_LENGTH, TITLE_LENGTH


class PlanTemplateQuerySet(models.QuerySet["PlanTemplate"]):
    def of(self, owner: User) -> Self:
        return self.filter(owner=owner)


class PlanTemplate(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="plan_templates")
    title = models.CharField(max_length=TITLE_LENGTH)
    goal = models.TextField(max_length=GOAL_LENGTH)
    # As in a `ProposedPlan`.
    steps: models.JSONField[list[dict[str, Any]]] = models.JSONField()
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = PlanTemplateQuerySet.as_manager()

    class Meta:
        ordering = ["title", "created_at"]

    def __str__(self) -> str:
        return self.title
