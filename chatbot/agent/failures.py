"""Why a run failed, in a sentence that a person understands."""

from __future__ import annotations

from dataclasses import dataclass

import openai
from agents import MaxTurnsExceeded, ModelBehaviorError, UserError
from agents.exceptions import AgentsException, ModelRefusalError, ModelTimeoutError

from chatbot.domain.errors import LimitReached


@dataclass(frozen=True, slots=True)
class Failure:
    code: str
    sentence: str


class AnswerCut(ModelBehaviorError):
    """The connection ended in the middle of the model's answer, though in good order."""


# What may end a run though all is well here; anything else is a fault of ours.
EXPECTED_ERRORS = (openai.OpenAIError, AgentsException, LimitReached)

INTERNAL = Failure("internal", "Something went wrong on our side. Your message is kept; please try again.")
UNSTORABLE = Failure(
    "unstorable", "What the assistant answered could not be stored. Please ask in other words."
)


def root_of(error: BaseException) -> BaseException:
    """What went wrong in a tool, which the SDK wraps in an error of its own."""
    while isinstance(error, UserError) and error.__cause__ is not None:
        error = error.__cause__
    return error


def explain(error: BaseException) -> Failure:
    if isinstance(error, LimitReached):
        return Failure(error.code, error.message)
    return _of_the_endpoint(error)


def _of_the_endpoint(error: BaseException) -> Failure:
    match error:
        case openai.AuthenticationError() | openai.PermissionDeniedError():
            return Failure(
                "unauthorized", "The assistant's key was refused. Whoever runs this site must check it."
            )
        case openai.RateLimitError():
            return Failure(
                "rate_limited", "The assistant is getting too many requests. Please try again in a minute."
            )
        case openai.APITimeoutError() | ModelTimeoutError():
            return Failure("timeout", "The assistant took too long to answer. Please try again.")
        case openai.NotFoundError() | openai.BadRequestError() | openai.UnprocessableEntityError():
            return Failure(
                "refused",
                "The assistant could not take this request. Whoever runs this site must check its model.",
            )
        case openai.APIConnectionError() | AnswerCut():
            return Failure("unreachable", "The connection to the assistant was lost. Please try again.")
        case MaxTurnsExceeded():
            return Failure(
                "too_many_turns", "This took more steps than allowed. Please ask for less at a time."
            )
        case ModelRefusalError():
            return Failure("refusal", "The assistant declined to answer this.")
        case ModelBehaviorError() | openai.APIResponseValidationError():
            return Failure("bad_response", "The assistant's answer made no sense. Please try again.")
        case openai.OpenAIError():
            return Failure("provider_error", "The assistant's provider has a problem. Please try again.")
        case _:
            return INTERNAL
