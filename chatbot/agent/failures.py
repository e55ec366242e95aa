"""Error messages for people: why a run failed."""

from __future__ import annotations

from dataclasses import dataclass

from agents import MaxTurnsExceeded, ModelBehaviorError, UserError
from agents.exceptions import AgentsException, ModelRefusalError
from django.utils.translation import gettext_noop

from chatbot.domain.errors import LimitReached

from .endpoint.faults import Fault


@dataclass(frozen=True, slots=True)
class Failure:
    code: str
    sentence: str


# Errors outside of our control; any other error is a bug of ours.
EXPECTED_ERRORS = (Fault, AgentsException, LimitReached)

INTERNAL = Failure(
    "internal", gettext_noop("Something went wrong on our side. Your message is kept; please try again.")
)
UNSTORABLE = Failure(
    "unstorable", gettext_noop("What the assistant answered could not be stored. Please ask in other words.")
)


def root_of(error: BaseException) -> BaseException:
    """The original error of a tool, which the SDK wraps."""
    while isinstance(error, UserError) and error.__cause__ is not None:
        error = error.__cause__
    return error


SENTENCES = {
    "unauthorized": gettext_noop("The assistant's key was refused. The operator of this site must check it."),
    "no_credit": gettext_noop(
        "The assistant's account has no credit left. The operator of this site must top it up."
    ),
    "wrong_country": gettext_noop(
        "The assistant's provider does not serve this country. The operator of this site must choose another."
    ),
    "unknown_model": gettext_noop(
        "The assistant's endpoint does not know the model that is set. "
        "The operator of this site must check it."
    ),
    "wrong_address": gettext_noop(
        "There is no assistant at the address that is set. The operator of this site must check it."
    ),
    "no_such_host": gettext_noop(
        "The host of the assistant's address is not found. The operator of this site must check the address."
    ),
    "untrusted": gettext_noop(
        "The certificate of the assistant's address is not trusted. The operator of this site must check it."
    ),
    "not_running": gettext_noop(
        "Nothing answers at the assistant's address. Please try again later; "
        "the operator of this site must check that it is running."
    ),
    "context_overflow": gettext_noop(
        "This is too long for the assistant. Start a new conversation, or ask for less."
    ),
    "content_filter": gettext_noop(
        "The provider's content filter stopped this. Please say it in other words."
    ),
    "out_of_tokens": gettext_noop(
        "The assistant's answer was cut off before its first word. The operator of this site must allow more."
    ),
    "rate_limited": gettext_noop("The assistant is getting too many requests. Please try again in a minute."),
    "timeout": gettext_noop("The assistant took too long to answer. Please try again."),
    "refused": gettext_noop(
        "The assistant could not take this request. "
        "The operator of this site must read in the log what it refused."
    ),
    "unreachable": gettext_noop("The connection to the assistant was lost. Please try again."),
    "too_many_turns": gettext_noop("This took more steps than allowed. Please ask for less at a time."),
    "refusal": gettext_noop("The assistant declined to answer this."),
    "no_tools": gettext_noop(
        "This model cannot use tools, so it cannot manage tasks. "
        "The operator of this site must choose another model."
    ),
    "bad_response": gettext_noop("The assistant's answer made no sense. Please try again."),
    "endless": gettext_noop(
        "The assistant thought or prepared for too long without an end, so this was stopped. "
        "What is written is kept."
    ),
    "provider_error": gettext_noop("The assistant's provider has a problem. Please try again."),
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
