"""Text from outside, made fit to store."""

from __future__ import annotations

from .errors import Invalid


def clean(text: object, *, field: str, limit: int, required: bool = True, single_line: bool = False) -> str:
    """Stripped text of at most `limit` characters; raises `Invalid` with a sentence that names the field."""
    if not isinstance(text, str):
        raise Invalid(f"The {field} must be text.", field)
    if "\x00" in text or any("\ud800" <= character <= "\udfff" for character in text):
        raise Invalid(f"The {field} contains characters that cannot be stored.", field)
    text = " ".join(text.split()) if single_line else text.strip()
    if required and not text:
        raise Invalid(f"The {field} is empty.", field)
    if len(text) > limit:
        raise Invalid(f"The {field} is too long: {len(text):,} of at most {limit:,} characters.", field)
    return text
