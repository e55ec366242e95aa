"""The supported languages."""

from __future__ import annotations

from .english import ENGLISH
from .german import GERMAN
from .language import Language

LANGUAGES = {language.code: language for language in (ENGLISH, GERMAN)}


def language_of(code: str) -> Language:
    """The table of "de" or "de-AT"; English if the language has none."""
    return LANGUAGES.get(code.partition("-")[0].lower(), ENGLISH)
