"""What a model has thought in a turn: kept for people, before what it says or does next."""

from __future__ import annotations

from datetime import timedelta

from chatbot.domain.events import ThinkingComplete, ThoughtForResult
from chatbot.domain.publish import publish
from chatbot.domain.runs.attempts import Claim, fenced
from chatbot.models import Thinking

LONGEST = 100_000  # characters of a turn that are kept, from its beginning


def keep_thinking(claim: Claim, turn: int, text: str, duration: timedelta) -> None:
    """Store all that was thought so far in a turn (from 1); a lost attempt's is replaced.

    Raises `LeaseLost`, `StopRequested`.
    """
    row = Thinking(run_id=claim.run_id, index=turn - 1, text=text[:LONGEST], duration=duration)
    result = ThoughtForResult(turn=turn, duration_ms=round(duration.total_seconds() * 1000))
    with fenced(claim):
        Thinking.objects.bulk_create(
            [row],
            update_conflicts=True,
            unique_fields=["run", "index"],
            update_fields=["text", "duration"],
        )
        publish(claim.owner_id, ThinkingComplete(**claim.ids, result=result))
