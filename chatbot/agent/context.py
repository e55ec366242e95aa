"""What one attempt at a run carries: identity comes from here, never from the model."""

from __future__ import annotations

from dataclasses import dataclass

from chatbot.domain.attempts import Claim

from .reply import Reply


@dataclass(frozen=True, slots=True)
class RunContext:
    claim: Claim
    reply: Reply
