"""Text from outside, made fit to store."""

from __future__ import annotations

import re
from typing import Any

from .errors import Invalid

# PostgreSQL takes no NUL, and halves of a surrogate pair have no encoding.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def clean(text: object, *, field: str, limit: int, required: bool = True, single_line: bool = False) -> str:
    """Stripped text of at most `limit` characters; raises `Invalid` with a sentence that names the field."""
    if not isinstance(text, str):
        raise Invalid(f"The {field} must be text.", field)
    if _UNSTORABLE.search(text):
        raise Invalid(f"The {field} contains characters that cannot be stored.", field)
    text = " ".join(text.split()) if single_line else text.strip()
    if required and not text:
        raise Invalid(f"The {field} is empty.", field)
    if len(text) > limit:
        raise Invalid(f"The {field} is too long: {len(text):,} of at most {limit:,} characters.", field)
    return text


def storable(text: str) -> str:
    """The text, as long as it was, with a replacement for each character that cannot be stored."""
    return _UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def storable_json(value: Any) -> Any:
    match value:
        case str():
            return storable(value)
        case dict():
            return {storable(key): storable_json(inner) for key, inner in value.items()}
        case list():
            return [storable_json(inner) for inner in value]
        case _:
            return value
