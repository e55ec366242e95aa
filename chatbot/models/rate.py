"""How often something was done lately, for limits that all processes share."""

from __future__ import annotations

from django.db import models


class RateCount(models.Model):
    """Counts the uses of one key until it expires; what the key is about is not stored, only its hash."""

    key_hash = models.CharField(max_length=64, unique=True)
    count = models.PositiveIntegerField(default=0)
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.count} until {self.expires_at}"
