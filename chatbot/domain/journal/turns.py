"""The journal of model responses: each is written before any of its tools runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from chatbot.domain.journal.usage import add_to_day, usage_in
from chatbot.domain.runs.attempts import Claim, fenced, nothing, store_text
from chatbot.domain.runs.lineage import lineage
from chatbot.domain.signals import send_on_commit, tokens_used
from chatbot.models import Run, Turn


def recorded_turns(run: Run) -> list[dict[str, Any]]:
    """The stored responses, in order.

    A run that regenerates an answer continues all of the earlier run except its last response, the answer.
    """
    if run.attempt == 1 and run.continues_id is None and not run.client:
        return []
    responses: dict[int, dict[str, Any]] = {}
    for earlier in reversed(lineage(run)):
        responses |= dict(Turn.objects.filter(run_id=earlier).values_list("index", "response"))
        if responses and Run.objects.filter(pk=earlier, status=Run.Status.SUCCEEDED).exists():
            del responses[max(responses)]
    return [responses[index] for index in sorted(responses)]


@dataclass(frozen=True, slots=True)
class Response:
    """What a model answered in turn `index` (from 0), `given` the run's input with the name of the model."""

    index: int
    response: dict[str, Any]
    given: dict[str, Any]

    @property
    def run_columns(self) -> dict[str, Any]:
        """The run's input, with the first response: a replay needs it only from then on."""
        return {"input": self.given} if self.index == 0 else {}


def record_turn(
    claim: Claim, response: Response, text: str = "", begin_next: Callable[[], None] = nothing
) -> None:
    """Store a response, its usage, and the reply's text so far; `begin_next` is called in the transaction."""
    with fenced(claim, **response.run_columns):
        store_turn(claim, response)
        if text:
            store_text(claim, text)
        begin_next()


def store_turn(claim: Claim, response: Response) -> None:
    """Store a response and its usage, within a fenced transaction of the caller."""
    model = response.given.get("model", "")
    usage = usage_in(response.response, model)
    Turn.objects.create(
        run_id=claim.run_id,
        index=response.index,
        attempt=claim.attempt,
        response=response.response,
        model=model,
        **usage.columns(),
    )
    if usage.total:
        add_to_day(claim.owner_id, model, usage)
        send_on_commit(tokens_used, model=model, usage=usage)
