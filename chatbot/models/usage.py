"""Model usage of people by day, which is kept when conversations are deleted."""

from __future__ import annotations

from typing import Self

from django.db import models

from .account import User


class DailyUsageQuerySet(models.QuerySet["DailyUsage"]):
    def of(self, owner: User) -> Self:
        return self.filter(owner=owner)


class DailyUsage(models.Model):
    """Of one person, day and model. Turns without usage from their endpoint are not counted."""

    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="daily_usage")
    day = models.DateField()  # in the site's time zone
    model = models.CharField(max_length=255)
    turns = models.PositiveIntegerField(default=0)
    input_tokens = models.PositiveBigIntegerField(default=0)  # the cached ones included
    cached_tokens = models.PositiveBigIntegerField(default=0)
    output_tokens = models.PositiveBigIntegerField(default=0)  # those of reasoning included
    reasoning_tokens = models.PositiveBigIntegerField(default=0)
    # Null if no turn had a price.
    cost = models.DecimalField(max_digits=18, decimal_places=8, null=True, blank=True)

    objects = DailyUsageQuerySet.as_manager()

    class Meta:
        ordering = ["-day", "owner", "model"]
        verbose_name_plural = "daily usage"
        constraints = [models.UniqueConstraint(fields=["owner", "day", "model"], name="usage_once_a_day")]

    def __str__(self) -> str:
        return f"{self.owner_id} on {self.day}: {self.model}"
