"""The arguments of tool calls as models write them: usually a JSON object."""

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
    """The arguments as a JSON object in any case, for neither the SDK nor every provider takes back another.

    What is none, or cannot be stored, is kept as text, with what is wrong with it, for all to see.
    """
    read = _read(given)
    problem = "they are no JSON object" if read is None else problem_in(read)
    fit = storable_json({_UNREADABLE: given[:_SHOWN_LENGTH], _PROBLEM: problem} if problem else read)
    return given if fit == read else dumps(fit)


def refusal_of(arguments: dict[str, Any]) -> str | None:
    """What the model is told of arguments that `legible` found unreadable."""
    return f"The arguments do not fit: {arguments[_PROBLEM]}." if arguments.keys() == _KEPT else None


def _read(given: str) -> dict[str, Any] | None:
    try:
        value = from_json(given)
    except ValueError:
        return None
    return value if isinstance(value, dict) else None
