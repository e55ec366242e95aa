"""Hints for the model about what to do after a tool has refused its call."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pydantic import ValidationError

from chatbot.domain.errors import DomainError, Invalid
from chatbot.domain.text import storable

_NAME_LENGTH = 80

UNREADABLE = "Call again with one JSON object that fits the tool's schema, in fewer words if it was cut off."
NO_SUCH_TOOL = "Call one of the tools that you are offered, or answer without one."

_ASK = "Correct this and call again; if you do not know how, ask the user."
_BY_CODE = {
    "not_found": "Find the right numbers with search_tasks or list_tasks, or ask the user, and try again.",
    "invalid": _ASK,
    "conflict": "Do not repeat this call: tell the user what stands in its way, and what they can do.",
    "limit_reached": "Do not repeat this call: tell the user about the limit. It cannot be lifted from here.",
    "unavailable": "Do not repeat this call: tell the user what happened, and that they can ask again later.",
}
_BY_FIELD = {
    "title": "Call again with a title of 1 to 255 characters in the user's words. Long details go into the "
    "description.",
    "description": "Call again with a shorter description, at most 2,000 characters.",
    "tag": "Call again with a tag of 1 to 50 characters, or without it.",
    "tags": "Call again with a list of a few tags, each without # and not empty.",
    "list": "Call again with one of the lists that there are, or without one, and tell the user, who can add "
    "lists on the page of tasks.",
    "due_at": "Call again with one due time, ISO 8601, such as 2026-12-01T17:00.",
    "shift": "Call again with a duration such as P1W or -P1D that stays within the calendar.",
    "numbers": "Call again with numbers or a filter. If it is not clear which tasks are meant, ask the user.",
    "tasks": "Call again with that many tasks; split a longer list over several calls.",
    "note": "Call again with a shorter note, or without one.",
    "search": "Call again with one to five words of what is searched for.",
    "goal": "Call again with the goal in a few sentences; ask the user if you do not know it.",
    "answer": "Go on without an answer, and say what you assumed.",
}
# By the beginning of pydantic's error type.
_OF_ARGUMENTS = (
    ("missing", "give the keys that are missing"),
    ("extra", "leave out the keys that this tool does not have"),
    ("int", "write numbers as whole numbers, such as 12 for #12"),
    ("date", "write dates and times as ISO 8601, such as 2026-12-01 or 2026-12-01T17:00"),
    ("time", "write a time of day as 17:00"),
    ("literal", "use one of the values that are named"),
    ("bool", "write true or false"),
    ("list", "write a list, in brackets"),
    ("string", "write text, in quotation marks"),
)


def after_refusal(error: DomainError) -> str:
    """The hint for the field that was refused, or else for the kind of error."""
    if isinstance(error, Invalid) and error.field in _BY_FIELD:
        return _BY_FIELD[error.field]
    return _BY_CODE.get(error.code, _ASK)


def explain(error: ValidationError) -> str:
    """What does not fit the tool's schema."""
    problems = (
        f"{'.'.join(str(step)[:_NAME_LENGTH] for step in problem['loc']) or 'arguments'}: {problem['msg']}"
        for problem in error.errors(include_url=False, include_input=False, include_context=False)[:5]
    )
    return storable(f"The arguments do not fit ({'; '.join(problems)}).")


def after_misfit(error: ValidationError) -> str:
    """The hint for arguments that do not match the tool's schema."""
    kinds = [problem["type"] for problem in error.errors(include_url=False, include_input=False)]
    ways = list(dict.fromkeys(_ways(kinds)))
    return f"Call again: {'; '.join(ways)}." if ways else _ASK


def _ways(kinds: Iterable[Any]) -> Iterable[str]:
    for kind in kinds:
        yield from (way for beginning, way in _OF_ARGUMENTS if kind.startswith(beginning))
