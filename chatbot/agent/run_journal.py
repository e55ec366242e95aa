"""The journal of a run, as one attempt reads and writes it. Model and tools only write through it.

What is written, turn by turn, each line as one transaction:

1. `record`: a response of the model with tool calls, and the reply's text so far. From here on this turn is
   replayed, and never requested again.
2. `perform`, for each tool call of the response, in order: the tool's effect, the call's outcome, and the
   events of both. From here on the call's output is replayed, and the tool never runs again. A call may end
   otherwise: with `fail`, if it is refused; or the run waits, after `request_approval`, until a person has
   decided. `reach_out` comes before an effect that no transaction can contain.
3. `succeed`, after the response without calls: this response, the whole reply, and the end of the run.

Before each of these, `keep_thinking` stores what the model has thought, for people. No replay reads it.

Each starts with the fence: an attempt that has lost its run writes nothing. The first two also write the
start of the next step: the next call is stored as started, or the next turn is published. So everything that
may take long (a request to a model, an external effect, a batch of many tasks) is committed as started before
it starts, and people see `tool_starting` before the tool runs. It needs no transaction of its own, since
nothing happens between the end of one step and the start of the next.

Between two transactions a process may be killed. The next attempt then gets what was written
(`next_recorded`), and continues with the first step that was not. What it replays it has not committed
itself, so there `start` and `begin_turn` commit separately: they read what earlier attempts did.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from chatbot.domain.errors import DomainError
from chatbot.domain.journal import approvals, tool_calls, turns
from chatbot.domain.journal.approvals import Proposal
from chatbot.domain.journal.budget import has_budget, require_budget_left
from chatbot.domain.journal.thinking import keep_thinking, keep_unfinished
from chatbot.domain.journal.tool_calls import Call, Outcome, Progress, SoFar, Started
from chatbot.domain.journal.turns import Response
from chatbot.domain.runs import attempts, endings
from chatbot.domain.runs.attempts import Claim
from chatbot.domain.text import storable, storable_json
from chatbot.models import User
from chatbot.models.journal import TOOL_LENGTH
from chatbot.tools import starting_line

from .database import database
from .endpoint.answer import Answer, MadeCall
from .endpoint.recorded import read_recorded, recordable


class RunJournal:
    """Every method that writes raises `LeaseLost` and `StopRequested`.

    `given` is the input of the run, `recorded` the model's answers in this run and in those that it
    continues. `turn` is the current one, counted from 1.
    """

    def __init__(self, claim: Claim, given: dict[str, Any], recorded: list[dict[str, Any]]) -> None:
        self.turn = 0
        self._claim = claim
        self._given = given
        self._recorded = recorded
        self._calls = 0  # the calls of earlier turns, and those of this turn that have started
        self._published = 1  # the latest turn that was published; the claim has published the first
        self._ahead: list[Call] = []  # of this turn, if this attempt has recorded it
        self._started = ""  # the one of these calls that has started
        self._last: Response | None = None
        self._cut_off = ""  # why the endpoint cut the last response off, if it did

    def next_recorded(self) -> Answer | None:
        """Go to the next turn, and return its recorded answer, if there is one."""
        self.turn += 1
        if self.turn > len(self._recorded):
            return None
        answer = read_recorded(self._recorded[self.turn - 1])
        self._calls += len(answer.calls)
        self._note_finish(answer)
        return answer

    async def begin_turn(self) -> None:
        """Raises `LimitReached` once the owner's budget is used up."""
        if has_budget(owner := self._claim.run.owner) and not self._claim.run.client:
            await database(require_budget_left, owner)
        if self.turn > self._published:
            await database(attempts.begin_turn, self._claim, self.turn)

    async def publish_wait(self, seconds: int) -> None:
        await database(attempts.publish_wait, self._claim, self.turn, seconds)

    async def keep_thinking(self, text: str, duration: timedelta) -> None:
        """Store all thinking of this turn so far, before what follows it."""
        await database(keep_thinking, self._claim, self.turn, text, duration)

    async def keep_unfinished_thinking(self, text: str, duration: timedelta) -> None:
        """Store how far the thinking of this turn has come."""
        await database(keep_unfinished, self._claim, self.turn, text, duration)

    async def record(self, answer: Answer, calls: Sequence[MadeCall], text: str, model: str) -> None:
        """Store an answer with calls, in the order of their execution, and the text so far."""
        self._ahead = [call_of(made) for made in calls]
        await database(turns.record_turn, self._claim, self._response(answer, model), text, self._begin_next)
        self._note_finish(answer)

    def keep(self, answer: Answer, model: str) -> None:
        """Keep the last answer of the run, for `succeed`."""
        self._last = self._response(answer, model)
        self._note_finish(answer)

    async def start(self, call: Call) -> Started:
        if call.call_id == self._started:
            return Started(call.arguments)
        return await database(tool_calls.start, self._claim, call, starting_line(call.tool))

    async def perform(
        self, call: Call, effect: Callable[[User, SoFar], Outcome | Progress]
    ) -> dict[str, Any]:
        """Perform the effect once, and return the output. An effect in batches is a
        transaction for each batch."""
        output = None
        while output is None:
            output = await database(tool_calls.perform, self._claim, call, effect, self._next_after(call))
        return output

    async def fail(self, call: Call, error: str, hint: str) -> dict[str, Any]:
        return await database(tool_calls.fail, self._claim, call, error, hint, self._next_after(call))

    async def refuse(self, call: Call, error: DomainError) -> dict[str, Any]:
        return await self.fail(call, error.message, call.hint(error))

    async def reach_out(self, call: Call, *, is_idempotent: bool) -> dict[str, Any] | None:
        return await database(tool_calls.reach_out, self._claim, call, is_idempotent=is_idempotent)

    async def request_approval(self, call: Call, proposal: Proposal) -> None:
        """Store the proposal, and release the run until a person has decided."""
        await database(approvals.request_approval, self._claim, call, proposal)

    async def succeed(self, text: str) -> None:
        """End the run with the complete text of its reply."""
        await database(endings.succeed, self._claim, text, cut_off=self._cut_off, last=self._last)

    def _next_after(self, call: Call) -> Callable[[], None]:
        """The step that starts with the end of a call; none after a call that an earlier
        attempt may have started."""
        return self._begin_next if call.call_id == self._started else attempts.nothing

    def _begin_next(self) -> None:
        """Called in the transaction of a step. If it fails, so does the attempt."""
        if not self._ahead:
            self._published = self.turn + 1
            attempts.publish_turn(self._claim, self._published)
            return
        call = self._ahead.pop(0)
        self._calls += 1
        self._started = call.call_id
        tool_calls.begin(self._claim, call, starting_line(call.tool), self._calls)

    def _response(self, answer: Answer, model: str) -> Response:
        response = storable_json(recordable(answer))
        return Response(self.turn - 1, response, {**self._given, "model": model})

    def _note_finish(self, answer: Answer) -> None:
        self._cut_off = "" if answer.finish == "stop" else answer.finish


def call_of(made: MadeCall) -> Call:
    """A call by the model, of a tool that may not exist."""
    return Call(made.call_id, storable(made.name)[:TOOL_LENGTH], json.loads(made.arguments))
