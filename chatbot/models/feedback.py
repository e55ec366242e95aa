"""What people think of answers."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .account import User
from .run import Run

COMMENT_LENGTH = 2_000


class FeedbackQuerySet(models.QuerySet["Feedback"]):
    def of(self, owner: User) -> Self:
        return self.filter(run__owner=owner)


class Feedback(models.Model):
    """A rating of a run's answer by its owner, with a comment if they wrote one."""

    class Rating(models.TextChoices):
        UP = "up", _("good")
        DOWN = "down", _("bad")

    run = models.OneToOneField(Run, primary_key=True, on_delete=models.CASCADE, related_name="feedback")
    rating = models.CharField(max_length=4, choices=Rating)
    comment = models.TextField(blank=True, default="")
    updated_at = models.DateTimeField(default=timezone.now, db_index=True)

    objects = FeedbackQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "feedback"

    def __str__(self) -> str:
        return f"{self.get_rating_display()} answer"
