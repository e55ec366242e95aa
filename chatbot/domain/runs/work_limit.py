"""How long a run may be at work in all: `RUN_LIMIT`.

What counts is the time from each attempt's claim until it is released, ends, or is found lost; the queue and
a rest for a person's decision do not. The runner ends its run at the limit, with the text as far as it came.
Should it hang or be gone, the sweeper does so one lease later.
"""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings

from chatbot.models import Run
from chatbot.models.run import RunQuerySet

CODE = "too_long"


def overdue() -> RunQuerySet:
    """Running past the limit, though their attempts should have ended them."""
    return Run.objects.at_work_for(timedelta(seconds=settings.RUN_LIMIT + settings.RUN_LEASE))


def sentence() -> str:
    """What the person reads."""
    seconds = settings.RUN_LIMIT
    limit = f"{seconds // 60:,} minutes" if seconds >= 120 else f"{seconds} second{'s' * (seconds > 1)}"
    return f"This took longer than {limit}, so it was stopped. What is written is kept."
