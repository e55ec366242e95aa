"""The journal of a run, as one attempt reads and writes it. Model and tools write through it only.

What is written, turn by turn:

1. `begin_turn`: people see that the model is asked. (The claim has announced the first turn.)
2. `record`: the model's response, with the reply's text so far. From here on this turn is replayed, and never
   asked for again.
3. `start`, for each tool call of the response, in order: the call's row. People see that it begins.
4. `perform`: the tool's effect, the call's outcome, and the events of both. From here on the call's output is
   replayed, and the tool never runs again. A call may end otherwise: with `fail`, if it is refused; or the
   run waits, after `request_approval`, until a person has decided. `reach_out` comes before an effect that no
   transaction can hold.

Each of them is one transaction, which begins with the fence: an attempt that has lost its run writes nothing.
Between two of them a process may be killed. The next attempt then gets what is written (`next_recorded`, and
`start` of a call that is known), and continues with the first step that is not.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from chatbot.domain.errors import DomainError
from chatbot.domain.journal import approvals, tool_calls, turns
from chatbot.domain.journal.approvals import Proposal
from chatbot.domain.journal.budget import has_budget, require_budget_left
from chatbot.domain.journal.tool_calls import Call, Outcome, Progress, SoFar, Started
from chatbot.domain.runs import attempts
from chatbot.domain.runs.attempts import Claim
from chatbot.domain.text import storable_json
from chatbot.models import Run, User
from chatbot.tools import starting_line

from .database import database
from .endpoint.answer import Answer
from .endpoint.recorded import read_recorded, recordable


class RunJournal:
    """Every method that writes raises `LeaseLost` and `StopRequested`.

    `given` is the input of the run, `recorded` what the model has answered, in this run and in those that it
    continues. `turn` is the one at hand, counted from 1. `cut_off` says why the endpoint broke the last
    response off, if it did.
    """

    def __init__(self, claim: Claim, run: Run, given: dict[str, Any], recorded: list[dict[str, Any]]) -> None:
        self.turn = 0
        self.cut_off = ""
        self._claim = claim
        self._run = run
        self._given = given
        self._recorded = recorded

    def next_recorded(self) -> Answer | None:
        """Go to the next turn, and return the model's answer if it is known."""
        self.turn += 1
        if self.turn > len(self._recorded):
            return None
        answer = read_recorded(self._recorded[self.turn - 1])
        self._note_finish(answer)
        return answer

    async def begin_turn(self) -> None:
        """Raises `LimitReached` once the owner's budget is used up."""
        if has_budget():
            await database(require_budget_left, self._run.owner)
        if self.turn > 1:
            await database(attempts.begin_turn, self._claim, self.turn)

    async def announce_wait(self, seconds: int) -> None:
        await database(attempts.announce_wait, self._claim, self.turn, seconds)

    async def record(self, answer: Answer, text: str, model: str) -> None:
        """Store the answer of a model to the turn at hand, and the reply's text so far."""
        given = {**self._given, "model": model}
        response = storable_json(recordable(answer))
        await database(turns.record_turn, self._claim, self.turn - 1, response, text, given)
        self._note_finish(answer)

    async def start(self, call: Call) -> Started:
        return await database(tool_calls.start, self._claim, call, starting_line(call.tool))

    async def perform(
        self, call: Call, effect: Callable[[User, SoFar], Outcome | Progress]
    ) -> dict[str, Any]:
        """Have the effect once, and return the output. An effect in parts is a transaction for each part."""
        output = None
        while output is None:
            output = await database(tool_calls.perform, self._claim, call, effect)
        return output

    async def fail(self, call: Call, error: str, hint: str) -> dict[str, Any]:
        return await database(tool_calls.fail, self._claim, call, error, hint)

    async def refuse(self, call: Call, error: DomainError) -> dict[str, Any]:
        return await self.fail(call, error.message, call.hint(error))

    async def reach_out(self, call: Call, *, is_idempotent: bool) -> dict[str, Any] | None:
        return await database(tool_calls.reach_out, self._claim, call, is_idempotent=is_idempotent)

    async def request_approval(self, call: Call, proposal: Proposal) -> None:
        """Store what is to be decided, and release the run until a person has decided."""
        await database(approvals.request_approval, self._claim, call, proposal)

    def _note_finish(self, answer: Answer) -> None:
        self.cut_off = "" if answer.finish == "stop" else answer.finish
