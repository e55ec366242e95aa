"""What is measured, as a Django signal: without receivers it costs nothing."""

from __future__ import annotations

from django.dispatch import Signal

# A batch of events was sent to the connections of a stream in this process: `at` is the time of the last of
# them (ISO 8601), `events` and `connections` are numbers.
events_delivered = Signal()
