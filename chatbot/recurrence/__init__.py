"""Series of dates: recurrence rules of RFC 5545, and their occurrences. Knows nothing of Django."""

from __future__ import annotations

from .occurrences import following, happens
from .rule import LENGTH, Recurrence

__all__ = ["LENGTH", "Recurrence", "following", "happens"]
