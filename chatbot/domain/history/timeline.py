"""The timeline of a run: which turns, tool calls and waits it had, from when to when."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from chatbot.domain.history.run_log import Fact, events_of, facts_of, journaled_facts
from chatbot.domain.runs.endings import MAX_LOSSES
from chatbot.models import Run, ToolCall, Turn
from streaming.entry import Entry

type Kind = Literal["queued", "turn", "tool", "approval", "lost"]
type Cause = Literal["", "approved", "declined", "expired", "interrupted", "handed over"]
# Beside the states of a tool call: `asked`, until the call was resumed after its approval, and `unfinished`,
# of what was running when its process was lost.
ASKED, UNFINISHED, RUNNING = "asked", "unfinished", "starting"


@dataclass(slots=True)
class Span:
    """`end` is `None` while it lasts. `note` is a detail from the log, if there is one."""

    kind: Kind
    attempt: int
    start: datetime
    end: datetime | None = None
    state: str = RUNNING
    turn: Turn | None = None
    number: int = 0  # of a turn, from 1
    call: ToolCall | None = None
    note: str = ""
    is_last_of_call: bool = False

    @property
    def is_work(self) -> bool:
        """Whether a model or a tool was running, and was not lost."""
        return self.kind in {"turn", "tool"} and self.state != UNFINISHED

    def close(self, at: datetime, state: str) -> None:
        self.end, self.state = max(at, self.start), state


@dataclass(slots=True)
class Attempt:
    number: int
    cause: Cause
    spans: list[Span]


@dataclass(frozen=True, slots=True)
class Timeline:
    """`events` are empty if they are pruned; the times then come from the journal."""

    attempts: list[Attempt]
    start: datetime
    end: datetime  # of what is known
    events: list[Entry]

    @property
    def spans(self) -> list[Span]:
        return [span for attempt in self.attempts for span in attempt.spans]


def timeline_of(run: Run) -> Timeline:
    """The timeline of a run; callers may prefetch its `turns` and `tool_calls` (with `decided_by`)."""
    events = events_of(run)
    facts = facts_of(events) or journaled_facts(run)
    reading = _Reading(run)
    for fact in facts:
        reading.take(fact)
    reading.finish()
    return Timeline(reading.attempts, facts[0].at, facts[-1].at, events)


@dataclass(slots=True)
class _Reading:
    """Goes through the facts in order, and keeps the spans that are open at that moment."""

    run: Run
    attempts: list[Attempt] = field(default_factory=list)
    _open: dict[str, Span] = field(default_factory=dict)
    _cause: Cause = ""
    _number: int = 0
    _losses: int = 0
    _last: datetime | None = None
    _turns: dict[int, Turn] = field(default_factory=dict)
    _calls: dict[str, ToolCall] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._turns = {turn.index: turn for turn in self.run.turns.all()}
        self._calls = {call.call_id: call for call in self.run.tool_calls.all()}

    def take(self, fact: Fact) -> None:
        match fact.type:
            case "run_queued":
                self._queue(fact.at)
            case "agent_thinking" | "turn" | "resumed":
                self._go_on(fact)
            case "tool_starting" | "tool_progress":
                self._at_call(fact)
            case "tool_complete" | "tool_error":
                self._at_call(fact)
                self._close(fact.call_id, fact.at, "done" if fact.type == "tool_complete" else "failed")
            case "approval_requested":
                self._ask(fact)
            case "approval_resolved":
                self._resolve(fact)
            case "run_retrying":
                self._lose(fact)
            case "run_failed" | "run_cancelled" | "agent_done":
                self._end(fact)
        self._last = fact.at

    def _go_on(self, fact: Fact) -> None:
        is_resumed = fact.type == "resumed" or (fact.type == "agent_thinking" and self._is_replay(fact))
        (self._resume if is_resumed else self._think)(fact)

    def finish(self) -> None:
        """Add what only the rows know: a call that was resumed without an event since, and outcomes."""
        now = self._last if self.run.status == Run.Status.RUNNING else None
        last: dict[str, Span] = {}
        for attempt in self.attempts:
            last |= {span.call.call_id: span for span in attempt.spans if span.kind == "tool" and span.call}
        for call_id, span in last.items():
            call = self._calls[call_id]
            is_resumed = call.attempt == self.run.attempt > span.attempt
            if now is not None and is_resumed and call.status == ToolCall.Status.STARTING:
                last[call_id] = self._begin("tool", call_id, now, self.run.attempt, call=call)
            elif span.state == ASKED and call.status != ToolCall.Status.STARTING:
                span.state = call.status
        for span in last.values():
            span.is_last_of_call = True

    def _queue(self, at: datetime) -> None:
        self._begin("queued", "queued", at, self._number + 1)

    def _resume(self, fact: Fact) -> None:
        self._close("queued", fact.at, "done")
        self._number = fact.attempt

    def _think(self, fact: Fact) -> None:
        self._resume(fact)
        number = int(fact.result.get("turn") or 1)
        current = self._open.get("turn")
        if current is not None and (current.number, current.attempt) == (number, fact.attempt):
            return  # the same turn, waiting for a busy model
        self._close("turn", fact.at, "done")
        self._begin("turn", "turn", fact.at, fact.attempt, turn=self._turns.get(number - 1), number=number)

    def _is_replay(self, fact: Fact) -> bool:
        """Whether turn 1 of this attempt is replayed from the journal, and so takes no time."""
        if fact.attempt == self._number:
            return False
        if (first := self._turns.get(0)) is not None:
            return first.attempt < fact.attempt
        earlier = self.run.continues
        is_retry = earlier is not None and earlier.status != Run.Status.SUCCEEDED
        return bool(self._turns) or (is_retry and self.run.input is not None)

    def _at_call(self, fact: Fact) -> None:
        """Open the span of a call: from now, or, if it is resumed, from the fact before."""
        self._close("turn", fact.at, "done")
        call = self._calls.get(fact.call_id)
        if call is not None and fact.call_id not in self._open:
            start = fact.at if fact.type == "tool_starting" else (self._last or fact.at)
            self._begin("tool", fact.call_id, start, fact.attempt, call=call)

    def _ask(self, fact: Fact) -> None:
        self._at_call(fact)
        self._close(fact.call_id, fact.at, ASKED)
        call = self._calls.get(fact.call_id)
        asked = self._begin("approval", "approval", fact.at, fact.attempt, call=call)
        asked.state = ToolCall.Status.AWAITING_APPROVAL

    def _resolve(self, fact: Fact) -> None:
        decision = fact.result.get("decision")
        asked = self._close("approval", fact.at, "done" if decision == "approved" else "declined")
        if asked is not None:
            asked.note = str(fact.data.get("message") or "")
        self._cause = decision if decision in {"approved", "declined", "expired"} else ""
        self._queue(fact.at)

    def _lose(self, fact: Fact) -> None:
        left = fact.result.get("attempts_left")
        is_handed_over = left == MAX_LOSSES - self._losses
        self._losses += not is_handed_over
        self._cause = "handed over" if is_handed_over else "interrupted"
        self._interrupt(fact, self._cause)
        self._queue(fact.at)

    def _interrupt(self, fact: Fact, note: str) -> None:
        silent_since = self._last or fact.at
        turn = self._open.get("turn")
        if turn is not None and turn.turn is not None and turn.turn.attempt == turn.attempt:
            self._close("turn", min(turn.turn.created_at, fact.at), "done")
        self._close_all(fact.at, UNFINISHED)
        lost = self._begin("lost", "lost", silent_since, fact.attempt)
        lost.note = note
        self._close("lost", fact.at, UNFINISHED)

    def _end(self, fact: Fact) -> None:
        if fact.result.get("code") == "interrupted":
            self._interrupt(fact, "given up")
        state = {"agent_done": "done", "run_failed": "failed"}.get(fact.type, "stopped")
        self._close_all(fact.at, state)

    def _begin(
        self,
        kind: Kind,
        key: str,
        at: datetime,
        attempt: int,
        *,
        turn: Turn | None = None,
        number: int = 0,
        call: ToolCall | None = None,
    ) -> Span:
        span = Span(kind, attempt, at, turn=turn, number=number, call=call)
        if not self.attempts or attempt > self.attempts[-1].number:
            self.attempts.append(Attempt(attempt, self._cause, []))
        self.attempts[-1].spans.append(span)
        self._open[key] = span
        return span

    def _close(self, key: str, at: datetime, state: str) -> Span | None:
        if (span := self._open.pop(key, None)) is not None:
            span.close(at, state)
        return span

    def _close_all(self, at: datetime, state: str) -> None:
        for key in list(self._open):
            self._close(key, at, state)
