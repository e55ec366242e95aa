"""The limits of a run, so that every run ends whatever the model does."""

from __future__ import annotations

from agents.exceptions import AgentsException
from django.conf import settings

from chatbot.domain.runs import work_limit

from .failures import Failure

MOST_CALLS = 128  # tool calls in one response: as many as the number of tools that OpenAI's models accept


class OutOfBounds(AgentsException):
    """The run has exceeded a limit and fails; its text so far is kept."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.sentence)
        self.failure = failure


def took_too_long() -> OutOfBounds:
    return OutOfBounds(Failure(work_limit.CODE, work_limit.sentence()))


def wrote_too_much() -> OutOfBounds:
    limit = settings.ANSWER_LIMIT
    return OutOfBounds(
        Failure(
            "answer_too_long",
            f"The answer grew longer than {limit:,} characters, so it was stopped. What is written is kept.",
        )
    )


def called_too_much(count: int) -> OutOfBounds:
    return OutOfBounds(
        Failure(
            "too_many_calls",
            f"The assistant wanted to do {count:,} things at once (at most {MOST_CALLS}), so it was stopped. "
            "Please ask for less at a time.",
        )
    )
