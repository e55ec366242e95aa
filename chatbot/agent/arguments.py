"""The arguments of tool calls as models write them: usually a JSON object."""

from __future__ import annotations

from typing import Any

from pydantic_core import from_json

from chatbot.domain.text import storable_json
from streaming.entry import dumps

UNREADABLE = "unreadable"
_SHOWN_LENGTH = 500


def legible(given: str) -> str:
    """The arguments as a JSON object in any case, for neither the SDK nor every provider takes back another.

    What is none is kept under `UNREADABLE`, for people and for the model to see.
    """
    read = _read(given)
    fit: dict[str, Any] = storable_json({UNREADABLE: given[:_SHOWN_LENGTH]} if read is None else read)
    return given if fit == read else dumps(fit)


def _read(given: str) -> dict[str, Any] | None:
    try:
        value = from_json(given, allow_inf_nan=False)
    except ValueError:
        return None
    return value if isinstance(value, dict) else None
