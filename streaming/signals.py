"""What is measured, as a Django signal: without receivers it costs nothing."""

from __future__ import annotations

from django.dispatch import Signal

# `entries`, consecutive events, were sent to the `connections` (a number) of a stream in this process.
events_delivered = Signal()
