"""Error messages for people: why a run failed."""

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


# Errors outside of our control; any other error is a bug of ours.
EXPECTED_ERRORS = (Fault, AgentsException, LimitReached)

INTERNAL = Failure("internal", "Something went wrong on our side. Your message is kept; please try again.")
UNSTORABLE = Failure(
    "unstorable", "What the assistant answered could not be stored. Please ask in other words."
)


def root_of(error: BaseException) -> BaseException:
    """The original error of a tool, which the SDK wraps."""
    while isinstance(error, UserError) and error.__cause__ is not None:
        error = error.__cause__
    return error


_OPERATOR = "The operator of this site must"
SENTENCES = {
    "unauthorized": f"The assistant's key was refused. {_OPERATOR} check it.",
    "no_credit": f"The assistant's account has no credit left. {_OPERATOR} top it up.",
    "wrong_country": f"The assistant's provider does not serve this country. {_OPERATOR} choose another.",
    "unknown_model": f"The assistant's endpoint does not know the model that is set. {_OPERATOR} check it.",
    "wrong_address": f"There is no assistant at the address that is set. {_OPERATOR} check it.",
    "no_such_host": f"The host of the assistant's address is not found. {_OPERATOR} check the address.",
    "untrusted": f"The certificate of the assistant's address is not trusted. {_OPERATOR} check it.",
    "not_running": f"Nothing answers at the assistant's address. Please try again later; {_OPERATOR.lower()} "
    "check that it is running.",
    "context_overflow": "This is too long for the assistant. Start a new conversation, or ask for less.",
    "content_filter": "The provider's content filter stopped this. Please say it in other words.",
    "out_of_tokens": f"The assistant's answer was cut off before its first word. {_OPERATOR} allow more.",
    "rate_limited": "The assistant is getting too many requests. Please try again in a minute.",
    "timeout": "The assistant took too long to answer. Please try again.",
    "refused": f"The assistant could not take this request. {_OPERATOR} read in the log what it refused.",
    "unreachable": "The connection to the assistant was lost. Please try again.",
    "too_many_turns": "This took more steps than allowed. Please ask for less at a time.",
    "refusal": "The assistant declined to answer this.",
    "no_tools": f"This model cannot use tools, so it cannot manage tasks. {_OPERATOR} choose another model.",
    "bad_response": "The assistant's answer made no sense. Please try again.",
    "endless": "The assistant thought or prepared for too long without an end, so this was stopped. "
    "What is written is kept.",
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
