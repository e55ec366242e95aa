"""Parses the arguments of tool calls as models write them: usually a JSON object."""

from __future__ import annotations

from typing import Any

from pydantic_core import from_json

from chatbot.domain.journal.arguments import problem_in
from chatbot.domain.text import storable_json
from streaming.entry import dumps

_UNREADABLE = "unreadable"
_PROBLEM = "problem"
_KEPT = {_UNREADABLE, _PROBLEM}
_SHOWN_LENGTH = 500


def legible(given: str) -> str:
    """The arguments as a JSON object in any case, since the SDK and some providers accept nothing else.

    Arguments that are not an object, or cannot be stored, are kept as text, together with the problem.
    """
    read = _read(given)
    problem = "they are no JSON object" if read is None else problem_in(read)
    fit = storable_json({_UNREADABLE: given[:_SHOWN_LENGTH], _PROBLEM: problem} if problem else read)
    return given if fit == read else dumps(fit)


def refusal_of(arguments: dict[str, Any]) -> str | None:
    """The error for the model about arguments that `legible` could not read."""
    return f"The arguments do not fit: {arguments[_PROBLEM]}." if arguments.keys() == _KEPT else None


def _read(given: str) -> dict[str, Any] | None:
    try:
        value = from_json(given)
    except ValueError:
        return None
    return value if isinstance(value, dict) else None
