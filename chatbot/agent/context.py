"""What one attempt at a run carries: identity comes from here, never from the model."""

from __future__ import annotations

from dataclasses import dataclass, field

from chatbot.domain.journal.tool_calls import Begun
from chatbot.domain.runs.attempts import Claim
from chatbot.models import Run

from .reply import Reply


@dataclass(slots=True)
class RunContext:
    """Turns are counted from 1: `turn` is the one at hand, `told` the last that people were told of."""

    claim: Claim
    reply: Reply
    run: Run | None = None  # with its owner, as it was when the attempt began
    turn: int = 0
    told: int = 1  # the claim tells of the first
    last_call: str = ""  # of the turn at hand
    cut_off: str = ""  # why the endpoint broke the last answer off, if it did
    begun: dict[str, Begun] = field(
        default_factory=dict
    )  # the call that began together with the turn's record
    has_progressed: bool = False  # something of an answer has come since the lease was renewed
    calls: int = 0  # how many the run has, once this attempt has begun one

    def has_begun(self, call: Begun) -> Begun:
        self.calls = max(self.calls, call.row.position)
        return call

    def next_turn(self, call_id: str) -> int | None:
        """The turn that begins when this call is settled, if that ends the one at hand."""
        return self.turn + 1 if call_id == self.last_call else None
