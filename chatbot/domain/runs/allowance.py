"""What is left of a person's day: requests to the agent, and the budget for model usage."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from chatbot.domain.journal.budget import budget_left
from chatbot.domain.runs.limits import end_of_day, message_limit, requests_left
from chatbot.models import User

_SCARCE = 0.1  # of the day's


@dataclass(frozen=True, slots=True)
class Allowance:
    """`budget` is the share that is left, from 0 to 1; `None` if there is no budget."""

    requests: int
    requests_a_day: int
    budget: float | None
    resets_at: datetime

    @property
    def slack(self) -> int:
        """After how many requests they are scarce; 0 if they are."""
        return max(self.requests - int(self.requests_a_day * _SCARCE), 0)

    @property
    def is_budget_scarce(self) -> bool:
        return self.budget is not None and self.budget <= _SCARCE

    @property
    def is_used_up(self) -> bool:
        return self.requests == 0 or self.budget == 0


def allowance_of(owner: User) -> Allowance:
    return Allowance(requests_left(owner), message_limit(owner), budget_left(owner), resets_at=end_of_day())
