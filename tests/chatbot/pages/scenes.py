"""Conversations for tests, made by the domain's own commands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from chatbot.domain.errors import NotFound
from chatbot.domain.journal import tool_calls
from chatbot.domain.journal.tool_calls import Call, Outcome, Progress
from chatbot.domain.runs import attempts, endings
from chatbot.domain.runs.attempts import Claim
from chatbot.domain.runs.submit_message import submit_message
from chatbot.models import Conversation, Run, User
from tests.chatbot.outputs import Counted


@dataclass
class Scene:
    """One message and the attempt at its run."""

    run: Run
    claim: Claim

    @classmethod
    def of(cls, run: Run) -> Self:
        """Start a queued run."""
        claim = attempts.claim(run.pk)
        assert claim is not None
        return cls(run, claim)

    def start_tool(self, call_id: str = "call-1", message: str = "Searching your tasks...") -> Call:
        call = Call(call_id, "list_tasks", {"status": "pending", "tag": None})
        tool_calls.start(self.claim, call, message)
        return call

    def use_tool(
        self, call_id: str = "call-1", message: str = "Found 3 tasks", count: int | None = 3
    ) -> None:
        call = self.start_tool(call_id)
        output = Counted(count=count or 0)
        tool_calls.perform(self.claim, call, lambda owner, done: Outcome(output, message, count))

    def get_on_with_tool(self, part: int, total: int) -> None:
        call = self.start_tool()
        line = f"Checked {part} of {total} tasks"
        tool_calls.perform(self.claim, call, lambda owner, done: Progress(part, total, line))

    def refuse_tool(self, call_id: str = "call-1") -> None:
        call = self.start_tool(call_id)

        def refuse(owner: User, done: object) -> Outcome:
            raise NotFound("There is no task #9.")

        tool_calls.perform(self.claim, call, refuse)

    def succeed(self, answer: str = "You have **three** tasks.") -> Run:
        endings.succeed(self.claim, answer)
        return self.run

    def fail(self, error: str = "The assistant did not answer in time.") -> Run:
        endings.fail(self.claim, "timeout", error)
        return self.run


def ask(owner: User, text: str = "What is open?", conversation: Conversation | None = None) -> Run:
    return submit_message(owner, text, conversation_id=conversation.pk if conversation else None)


def begin(owner: User, text: str = "What is open?", conversation: Conversation | None = None) -> Scene:
    return Scene.of(ask(owner, text, conversation))
