"""A language for developers: English in Arabic letters, written from right to left.

A text that is still in Latin letters on such a page is not marked for translation, and what is in the wrong
place is not laid out by the direction of the text. Browsers call this locale ar-XB.
"""

from __future__ import annotations

import re

from babel.messages import Catalog

_LETTERS = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "ابتدهفغحيجكلمنوپقرسطثڤشخعز" * 2,
)
_KEPT = re.compile(r"(%\(\w+\)[sdr]|%%|\{\w*\}|<[^>]+>|&\w+;|https?://\S+)")


def pseudo_catalogue(catalogue: Catalog) -> Catalog:
    pseudo = Catalog(charset="utf-8", locale="en")  # with the plural forms of English
    for message in catalogue:
        if message.id:
            texts = message.id if isinstance(message.id, tuple) else [str(message.id)]
            written = tuple(map(_in_arabic, texts))
            pseudo.add(
                message.id,
                written if isinstance(message.id, tuple) else written[0],
                context=message.context,
            )
    return pseudo


def _in_arabic(text: str) -> str:
    """Without changing placeholders and tags."""
    parts = _KEPT.split(text)
    return "".join(part if place % 2 else part.translate(_LETTERS) for place, part in enumerate(parts))
