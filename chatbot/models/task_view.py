"""Saved views of tasks: a name for filters, an order and a grouping."""

from __future__ import annotations

import uuid
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from .account import User

NAME_LENGTH = 60


class TaskViewQuerySet(models.QuerySet["TaskView"]):
    def of(self, owner: User) -> Self:
        return self.filter(owner=owner)


class TaskView(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="task_views")
    name = models.CharField(max_length=NAME_LENGTH)
    folded_name = models.CharField(max_length=20 * NAME_LENGTH, editable=False)
    # As `domain.tasks.views.ViewFilters`, without what is empty.
    filters: models.JSONField[dict[str, str]] = models.JSONField(default=dict)
    created_at = models.DateTimeField("created", default=timezone.now, editable=False)

    objects = TaskViewQuerySet.as_manager()

    class Meta:
        verbose_name = "view"
        ordering = ["folded_name"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "folded_name"], name="task_view_name_per_owner"),
            models.CheckConstraint(condition=~Q(name=""), name="task_view_named"),
        ]

    def __str__(self) -> str:
        return self.name
