"""Rows that are kept for `HISTORY_RETENTION_DAYS`."""

from __future__ import annotations

from datetime import timedelta
from typing import Self

from django.conf import settings
from django.db import models

from .now import Now


class RetainedQuerySet[Row: models.Model](models.QuerySet[Row]):
    """By the database's clock, since each row was created."""

    def kept(self) -> Self:
        """Those that are not past their retention."""
        return self.filter(created_at__gte=_oldest())

    def expired(self) -> Self:
        return self.filter(created_at__lt=_oldest())


def _oldest() -> models.expressions.CombinedExpression:
    return Now() - timedelta(days=settings.HISTORY_RETENTION_DAYS)
