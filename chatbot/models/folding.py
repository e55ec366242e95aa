"""Compare text without case and accents, in the same way on both databases and in every script.

`title__fold__contains=…` searches, `title__fold=…` compares, and `order_by(Fold("title"))` orders.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

# Accents of Latin, Greek and Cyrillic letters, and the vowel points of Hebrew and Arabic, which may be left
# out in writing. The vowel signs of other scripts are letters, and stay.
_MARKS = (
    "\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"
    "\u064b-\u065f\u0670\u1ab0-\u1aff\u1dc0-\u1dff\ufe20-\ufe2f"
)
_MARK = re.compile(f"[{_MARKS}]")
# Letters that Unicode does not decompose, although people type them without the stroke.
_STROKED, _PLAIN = "łøđðħı\u03c2", "loddhi\u03c3"  # the last is the sigma at the end of a word
_LIGATURES = {"ß": "ss", "æ": "ae", "œ": "oe", "þ": "th"}
_LETTERS = str.maketrans({**dict(zip(_STROKED, _PLAIN, strict=True)), **_LIGATURES})


def fold(text: str) -> str:
    """The text in lower case, without accents and in Unicode's form NFKC."""
    if text.isascii():
        return text.lower()
    bare = _MARK.sub("", unicodedata.normalize("NFKD", text))
    return unicodedata.normalize("NFKC", bare.lower().translate(_LETTERS))


def contains_words(words: Iterable[str], *fields: str) -> models.Q:
    """The condition that each word is in at least one of the fields, whatever its case and accents."""
    condition = models.Q()
    for word in words:
        in_a_field = models.Q()
        for name in fields:
            in_a_field |= models.Q(**{f"{name}__fold__contains": word})
        condition &= in_a_field
    return condition


def add_fold_function(connection: BaseDatabaseWrapper, **signal: Any) -> None:
    """Register the function that `Fold` calls on a new connection to SQLite."""
    if connection.vendor == "sqlite":
        connection.connection.create_function(
            "lockstep_fold", 1, lambda text: text if text is None else fold(text), deterministic=True
        )


@models.CharField.register_lookup
@models.TextField.register_lookup
class Fold(models.Transform):
    """`fold` in the database, for both sides of a comparison.

    PostgreSQL must be built with ICU, as is usual.
    """

    lookup_name = "fold"
    function = "lockstep_fold"
    bilateral = True
    output_field = models.TextField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        lower = f"""lower(regexp_replace(normalize(%(expressions)s::text, NFKD), '[{_MARKS}]', '', 'g')
            COLLATE "und-x-icu")"""
        letters = f"translate({lower}, '{_STROKED}', '{_PLAIN}')"
        for ligature, written in _LIGATURES.items():
            letters = f"replace({letters}, '{ligature}', '{written}')"
        # Order by code point, as SQLite does.
        template = f'(normalize({letters}, NFKC) COLLATE "C")'
        return self.as_sql(compiler, connection, template=template, **context)
