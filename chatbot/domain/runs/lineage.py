"""Which runs a run continues: it replays their journal first."""

from __future__ import annotations

from uuid import UUID

from chatbot.models import Run


def lineage(run: Run) -> list[UUID]:
    """The run and the runs that it continues, the newest first."""
    runs, earlier = [run.pk], run.continues_id
    while earlier is not None:
        runs.append(earlier)
        earlier = Run.objects.values_list("continues_id", flat=True).get(pk=earlier)
    return runs
