"""Counters for rate limits that all processes share."""

from __future__ import annotations

from django.db import models


class RateCount(models.Model):
    """Counts uses of one key until it expires. Only a hash of the key is stored."""

    key_hash = models.CharField(max_length=64, unique=True)
    count = models.PositiveIntegerField(default=0)
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.count} until {self.expires_at}"
