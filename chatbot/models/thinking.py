"""What reasoning models think before they answer."""

from __future__ import annotations

from django.db import models

from .run import Run


class Thinking(models.Model):
    """The thinking of one turn of a run. It is for people only, and never sent to a model."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="thinking")
    index = models.PositiveSmallIntegerField()  # of the turn
    text = models.TextField()
    duration = models.DurationField()

    class Meta:
        ordering = ["index"]
        verbose_name_plural = "thinking"
        constraints = [models.UniqueConstraint(fields=["run", "index"], name="thinking_once")]

    def __str__(self) -> str:
        return f"thinking of turn {self.index}"
