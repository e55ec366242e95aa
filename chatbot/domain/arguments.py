"""Arguments of a tool call that a person has written: fit to be checked, stored and counted with."""

from __future__ import annotations

import json
import math
from typing import Any

from .errors import Invalid
from .text import storable

LENGTH = 65_536  # characters, as JSON
DEPTH = 16
LARGEST_NUMBER = 2**63 - 1  # databases count in 64 bits


def require_storable(arguments: object) -> None:
    """Raises `Invalid`, with a sentence that says what is wrong, unless this is an object of a sane size."""
    if not isinstance(arguments, dict):
        raise Invalid("The arguments must be an object.", "arguments")
    if problem := _problem(arguments, 0):
        raise Invalid(f"The arguments do not fit: {problem}.", "arguments")
    if len(json.dumps(arguments)) > LENGTH:
        raise Invalid(f"The arguments are longer than {LENGTH:,} characters.", "arguments")


def _problem(value: Any, depth: int) -> str:
    match value:
        case dict() | list() if depth == DEPTH:
            return "they are nested too deeply"
        case dict():
            return _first_problem([*value.keys(), *value.values()], depth)
        case list():
            return _first_problem(value, depth)
        case str() if storable(value) != value:
            return "they contain characters that cannot be stored"
        case int() if abs(value) > LARGEST_NUMBER:
            return "a number is too large"
        case float() if not math.isfinite(value):
            return "a number is too large"
    return ""


def _first_problem(values: list[Any], depth: int) -> str:
    return next((problem for value in values if (problem := _problem(value, depth + 1))), "")
