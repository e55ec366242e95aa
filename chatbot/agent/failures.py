"""Why a run failed, in a sentence that a person understands."""

from __future__ import annotations

from dataclasses import dataclass

from agents import MaxTurnsExceeded, ModelBehaviorError, UserError
from agents.exceptions import AgentsException, ModelRefusalError

from chatbot.domain.errors import LimitReached

from .endpoint.faults import Fault


@dataclass(frozen=True, slots=True)
class Failure:
    code: str
    sentence: str


# What may end a run though all is well here; anything else is a fault of ours.
EXPECTED_ERRORS = (Fault, AgentsException, LimitReached)

INTERNAL = Failure("internal", "Something went wrong on our side. Your message is kept; please try again.")
UNSTORABLE = Failure(
    "unstorable", "What the assistant answered could not be stored. Please ask in other words."
)


def root_of(error: BaseException) -> BaseException:
    """What went wrong in a tool, which the SDK wraps in an error of its own."""
    while isinstance(error, UserError) and error.__cause__ is not None:
        error = error.__cause__
    return error


SENTENCES = {
    "unauthorized": "The assistant's key was refused. Whoever runs this site must check it.",
    "rate_limited": "The assistant is getting too many requests. Please try again in a minute.",
    "timeout": "The assistant took too long to answer. Please try again.",
    "refused": "The assistant could not take this request. Whoever runs this site must check its model.",
    "unreachable": "The connection to the assistant was lost. Please try again.",
    "too_many_turns": "This took more steps than allowed. Please ask for less at a time.",
    "refusal": "The assistant declined to answer this.",
    "no_tools": "This model cannot use tools, so it cannot manage tasks. Whoever runs this site must choose "
    "another model.",
    "bad_response": "The assistant's answer made no sense. Please try again.",
    "provider_error": "The assistant's provider has a problem. Please try again.",
}


def explain(error: BaseException) -> Failure:
    if isinstance(error, LimitReached):
        return Failure(error.code, error.message)
    code = _code(error)
    return Failure(code, SENTENCES[code]) if code in SENTENCES else INTERNAL


def _code(error: BaseException) -> str:
    match error:
        case Fault():
            return error.kind
        case MaxTurnsExceeded():
            return "too_many_turns"
        case ModelRefusalError():
            return "refusal"
        case ModelBehaviorError():
            return "bad_response"
        case _:
            return INTERNAL.code
