"""Stop all agents: cancel every active run of everybody."""

from __future__ import annotations

from chatbot.domain.errors import Conflict, NotFound
from chatbot.domain.runs.cancel import cancel_run
from chatbot.models import Run


def stop_all_runs() -> int:
    """Returns how many were stopped. Each is cancelled by itself; one that has just ended is left."""
    stopped = 0
    for run in Run.objects.filter(status__in=Run.ACTIVE).select_related("owner").defer("input"):
        try:
            cancel_run(run.owner, run.pk)
        except (Conflict, NotFound):
            continue
        stopped += 1
    return stopped
