"""A running run, with tool calls that a test scripts."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from chatbot.domain.journal import tool_calls
from chatbot.domain.journal.tool_calls import Call, Outcome, Progress
from chatbot.domain.runs.attempts import Claim, claim
from chatbot.domain.runs.endings import succeed
from chatbot.domain.runs.submit_message import submit_message
from chatbot.models import Run, User
from tests.chatbot.outputs import ToolOutput

_numbers = itertools.count(1)


@dataclass
class Work:
    run: Run
    claim: Claim
    calls: list[str] = field(default_factory=list)

    @classmethod
    def on(cls, run: Run) -> Work:
        held = claim(run.pk)
        assert held is not None
        return cls(run, held)

    def call(self, *steps: Callable[[User], Any]) -> str:
        """One tool call with these steps, each in its own transaction; returns its id."""
        call = self.begin()
        for part, step in enumerate(steps, start=1):
            self.step(call, step, Progress(part, len(steps), "On it") if part < len(steps) else None)
        return call.call_id

    def begin(self, call_id: str = "") -> Call:
        call = Call(call_id or f"call_{next(_numbers)}", "update_task", {})
        tool_calls.start(self.claim, call, "Updating your task...")
        self.calls.append(call.call_id)
        return call

    def step(self, call: Call, effect: Callable[[User], Any], progress: Progress | None = None) -> None:
        def perform(owner: User, so_far: object) -> Outcome | Progress:
            effect(owner)
            return progress or Outcome(ToolOutput(), "Done")

        tool_calls.perform(self.claim, call, perform)

    def end(self) -> Run:
        succeed(self.claim, "Done.")
        self.run.refresh_from_db()
        return self.run


def work_for(owner: User) -> Work:
    return Work.on(submit_message(owner, "Tidy up"))
