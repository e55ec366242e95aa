"""The limit of a run's total working time: `RUN_LIMIT`.

It counts the time from each attempt's claim until the attempt is released, ends, or is found lost; not the
time in the queue or waiting for a decision. The runner ends its run at the limit and keeps the text so far.
If the runner hangs or is gone, the sweeper ends the run one lease later.
"""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings

from chatbot.models import Run
from chatbot.models.run import RunQuerySet

CODE = "too_long"


def overdue() -> RunQuerySet:
    """Runs past the limit that their attempts should have ended."""
    return Run.objects.running_longer_than(timedelta(seconds=settings.RUN_LIMIT + settings.RUN_LEASE))


def sentence() -> str:
    """The error message for people."""
    seconds = settings.RUN_LIMIT
    limit = f"{seconds // 60:,} minutes" if seconds >= 120 else f"{seconds} second{'s' * (seconds > 1)}"
    return f"This took longer than {limit}, so it was stopped. What is written is kept."
