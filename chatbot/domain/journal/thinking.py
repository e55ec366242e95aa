"""What a model has thought in a turn: kept for people, before what it says or does next."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from chatbot.domain.events import ThinkingComplete, ThoughtForResult
from chatbot.domain.publish import publish
from chatbot.domain.runs.attempts import Claim, fenced, held
from chatbot.models import Thinking
from chatbot.models.now import Now

LONGEST = 100_000  # characters of a turn that are kept, from its beginning


def keep_thinking(claim: Claim, turn: int, text: str, duration: timedelta) -> None:
    """Store all that was thought so far in a turn (from 1); a lost attempt's is replaced.

    Raises `LeaseLost`, `StopRequested`.
    """
    result = ThoughtForResult(turn=turn, duration_ms=round(duration.total_seconds() * 1000))
    with fenced(claim):
        _store(claim, turn, text, duration)
        publish(claim.owner_id, ThinkingComplete(**claim.ids, result=result))


@transaction.atomic
def keep_unfinished(claim: Claim, turn: int, text: str, duration: timedelta) -> None:
    """Store how far the thinking has come, also that of a run that is being stopped.

    Does nothing if the claim is no longer valid.
    """
    if held(claim).update(progress_at=Now()):
        _store(claim, turn, text, duration)


def _store(claim: Claim, turn: int, text: str, duration: timedelta) -> None:
    row = Thinking(run_id=claim.run_id, index=turn - 1, text=text[:LONGEST], duration=duration)
    Thinking.objects.bulk_create(
        [row],
        update_conflicts=True,
        unique_fields=["run", "index"],
        update_fields=["text", "duration"],
    )
