"""The journal of model responses: each is written before any of its tools runs."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from chatbot.models import Run, Turn

from .attempts import Claim, fenced, store_text


def lineage(run_id: UUID) -> list[UUID]:
    """The run, and those before it whose journal it goes on from, the newest first."""
    runs = [run_id]
    while (earlier := Run.objects.values_list("continues_id", flat=True).get(pk=runs[-1])) is not None:
        runs.append(earlier)
    return runs


def recorded_turns(run_id: UUID) -> list[dict[str, Any]]:
    """The responses that are known already, in order."""
    return list(
        Turn.objects.filter(run_id__in=lineage(run_id)).order_by("index").values_list("response", flat=True)
    )


def record_turn(claim: Claim, index: int, response: dict[str, Any], text: str) -> None:
    """Store the response of turn `index` (from 0), together with the reply's text so far."""
    with fenced(claim):
        Turn.objects.create(run_id=claim.run_id, index=index, attempt=claim.attempt, response=response)
        if text:
            store_text(claim, text)
