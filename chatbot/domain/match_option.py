"""Recognize a typed text as one of the options that a question offers."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable


def chosen_option(options: Iterable[str], text: str) -> str | None:
    """The option that the text spells, whatever its case, white space and punctuation; else `None`.

    Options that differ in nothing else ("C" and "C++") have to be spelled out.
    """
    options = list(options)
    exact = _folded(text)
    if found := next((option for option in options if _folded(option) == exact), None):
        return found
    letters = _letters(text)
    alike = [option for option in options if letters and _letters(option) == letters]
    return alike[0] if len(alike) == 1 else None


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().strip()


def _letters(text: str) -> str:
    """Letters with their marks, and digits."""
    return "".join(char for char in _folded(text) if unicodedata.category(char)[0] in "LMN")
