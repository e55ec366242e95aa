"""The journal of model responses: each is written before any of its tools runs."""

from __future__ import annotations

from typing import Any

from chatbot.domain.journal.usage import add_to_day, usage_in
from chatbot.domain.runs.attempts import Claim, fenced, store_text
from chatbot.domain.runs.lineage import lineage
from chatbot.models import Run, Turn


def recorded_turns(run: Run) -> list[dict[str, Any]]:
    """The stored responses, in order.

    A run that regenerates an answer continues all of the earlier run except its last response, the answer.
    """
    if run.attempt == 1 and run.continues_id is None:
        return []
    responses: dict[int, dict[str, Any]] = {}
    for earlier in reversed(lineage(run)):
        responses |= dict(Turn.objects.filter(run_id=earlier).values_list("index", "response"))
        if responses and Run.objects.filter(pk=earlier, status=Run.Status.SUCCEEDED).exists():
            del responses[max(responses)]
    return [responses[index] for index in sorted(responses)]


def record_turn(claim: Claim, index: int, response: dict[str, Any], text: str, given: dict[str, Any]) -> None:
    """Store the response of turn `index` (from 0), its usage, and the reply's text so far.

    The first is stored with the run's input, `given` to the model: a replay needs it only from then on.
    """
    with fenced(claim):
        if index == 0:
            Run.objects.filter(pk=claim.run_id).update(input=given)
        model = given.get("model", "")
        usage = usage_in(response, model)
        Turn.objects.create(
            run_id=claim.run_id,
            index=index,
            attempt=claim.attempt,
            response=response,
            model=model,
            **usage.columns(),
        )
        if usage.total:
            add_to_day(claim.owner_id, model, usage)
        if text:
            store_text(claim, text)
