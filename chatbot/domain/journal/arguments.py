"""Check the arguments of a tool call, which a model or a person has written, before they are stored."""

from __future__ import annotations

import json
import math
from typing import Any

from django.utils.translation import gettext as _

from chatbot.domain.errors import Invalid
from chatbot.domain.text import storable_json

LENGTH = 65_536  # characters, as JSON
DEPTH = 16
LARGEST_NUMBER = 2**63 - 1  # databases count in 64 bits


def require_storable(arguments: object) -> None:
    """Raise `Invalid`, with a sentence for people, unless this is an object that can be stored."""
    if not isinstance(arguments, dict):
        raise Invalid(_("The arguments must be an object."), "arguments")
    problem = problem_in(arguments)
    if not problem and storable_json(arguments) != arguments:
        problem = "they contain characters that cannot be stored"
    if problem:
        raise Invalid(_("The arguments do not fit: %(reason)s.") % {"reason": problem}, "arguments")


def problem_in(arguments: dict[str, Any]) -> str:
    """Why these values cannot be stored or are too large for any tool; empty if there is no problem.

    Ignores characters, which can be replaced.
    """
    if problem := _problem(arguments, 0):
        return problem
    return f"they are longer than {LENGTH:,} characters" if len(json.dumps(arguments)) > LENGTH else ""


def _problem(value: Any, depth: int) -> str:
    match value:
        case dict() | list() if depth == DEPTH:
            return "they are nested too deeply"
        case dict():
            return _first_problem([*value.keys(), *value.values()], depth)
        case list():
            return _first_problem(value, depth)
        case int() if abs(value) > LARGEST_NUMBER:
            return "a number is too large"
        case float() if not math.isfinite(value):
            return "a number is too large or not finite"
    return ""


def _first_problem(values: list[Any], depth: int) -> str:
    return next((problem for value in values if (problem := _problem(value, depth + 1))), "")
