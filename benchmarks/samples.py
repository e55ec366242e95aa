from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from statistics import median


def percentile(values: Sequence[float], percent: int) -> float:
    """The smallest value that at least `percent` percent of all values do not exceed (nearest rank)."""
    return sorted(values)[max(ceil(len(values) * percent / 100), 1) - 1]


def median_ratio(values: Sequence[float], others: Sequence[float]) -> float:
    """For values measured in pairs, one after the other: noise of the machine affects both of a pair."""
    return median(value / other for value, other in zip(values, others, strict=True))
