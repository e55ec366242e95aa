"""Validate and normalize text from outside, so that it can be stored."""

from __future__ import annotations

import math
import re
import unicodedata
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from chatbot.domain.errors import Invalid

SEARCH_LENGTH = 200
# PostgreSQL takes no NUL, and halves of a surrogate pair have no encoding.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
# White space, control characters, Unicode's Default_Ignorable_Code_Point, and Braille's blank pattern.
_INVISIBLE = re.compile(
    r"[\s\x00-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    r"\u202a-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8"
    r"\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]*"
)
_WHITE_SPACE = "".join(character for character in map(chr, range(0x3001)) if character.isspace())
# Joiners and variation selectors are left at the ends: there they belong to an emoji.
_TRIMMED = f"{_WHITE_SPACE}\u200b\u2060\ufeff"

# The names of fields, as sentences about them have them.
_FIELDS = (
    gettext_noop("comment"),
    gettext_noop("description"),
    gettext_noop("feedback"),
    gettext_noop("goal"),
    gettext_noop("list"),
    gettext_noop("message"),
    gettext_noop("name"),
    gettext_noop("note"),
    gettext_noop("search"),
    gettext_noop("tag"),
    gettext_noop("text"),
    gettext_noop("title"),
)


def normalize(text: str, *, single_line: bool = False) -> str:
    """Text in Unicode's form NFC, without white space at its ends; empty if none of it is visible."""
    text = unicodedata.normalize("NFC", text)
    if _INVISIBLE.fullmatch(text):
        return ""
    if single_line:
        text = " ".join(text.split())
    return text.strip(_TRIMMED)


def clean(text: object, *, field: str, limit: int, required: bool = True, single_line: bool = False) -> str:
    """Normalized text of at most `limit` characters; raises `Invalid` with a sentence that names the field.

    Text without a visible character is empty.
    """
    words = {"field": _(field) if field in _FIELDS else field}
    if not isinstance(text, str):
        raise Invalid(_("The %(field)s must be text.") % words, field)
    if _UNSTORABLE.search(text):
        raise Invalid(_("The %(field)s contains characters that cannot be stored.") % words, field)
    text = normalize(text, single_line=single_line)
    if required and not text:
        raise Invalid(_("The %(field)s is empty.") % words, field)
    if len(text) > limit:
        length = {"length": f"{len(text):,}", "limit": f"{limit:,}"}
        raise Invalid(
            _("The %(field)s is too long: %(length)s of at most %(limit)s characters.") % {**words, **length},
            field,
        )
    return text


def search_words(text: str) -> list[str]:
    """The words of a search. Raises `Invalid`."""
    return clean(text, field="search", limit=SEARCH_LENGTH, single_line=True).split()


def is_storable(text: str) -> bool:
    """Whether the database accepts a text, as a value or in a query."""
    return not _UNSTORABLE.search(text)


def storable(text: str) -> str:
    """The text, as long as it was, with a replacement for each character that cannot be stored."""
    return _UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def storable_json(value: Any, depth: int = 200) -> Any:
    """The value with everything replaced that no database stores.

    That is: characters, by a replacement character; and by null, numbers that are not finite and what is
    nested deeper than `depth`.
    """
    match value:
        case str():
            return storable(value)
        case dict() | list() if depth == 0:
            return None
        case dict():
            return {storable(key): storable_json(inner, depth - 1) for key, inner in value.items()}
        case list():
            return [storable_json(inner, depth - 1) for inner in value]
        case float() if not math.isfinite(value):
            return None
        case _:
            return value
