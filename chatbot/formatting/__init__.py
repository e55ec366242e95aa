"""How dates are written for a person. It knows the standard library, and nothing else of the product."""

from __future__ import annotations

from .settings import DateSettings, HourCycle

__all__ = ["DateSettings", "HourCycle"]
