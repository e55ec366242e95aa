"""When something was used last, give or take an hour: not each use is worth a statement."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Model
from django.utils import timezone

_RECORDED_AFTER = timedelta(hours=1)


def record_use(row: Model, field: str) -> None:
    """Set the field to the present time, unless it says so already."""
    now, last = timezone.now(), getattr(row, field)
    if last is None or last < now - _RECORDED_AFTER:
        type(row)._default_manager.filter(pk=row.pk).update(**{field: now})
