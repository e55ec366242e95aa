"""The context that the SDK passes to our tools: identity comes from here, never from the model."""

from __future__ import annotations

from dataclasses import dataclass

from chatbot.domain.runs.attempts import Claim

from .lease import Lease
from .reply import Reply
from .run_journal import RunJournal


@dataclass(frozen=True, slots=True)
class RunContext:
    claim: Claim
    reply: Reply
    lease: Lease
    journal: RunJournal
