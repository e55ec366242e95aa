"""Sentences in the language in which a person is written to, from the catalogues of the pages.

For code that knows nothing of Django, such as the offline assistant. English is the text itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from gettext import NullTranslations, translation
from pathlib import Path

from .request_dates import current_date_settings

LANGUAGES = ("en", "de")
_LOCALE = Path(__file__).resolve().parents[2] / "locale"


def marked(text: str) -> str:
    """A text that is said elsewhere, for those who look for texts to translate."""
    return text


def marked_as(context: str, text: str) -> str:
    return text


def marked_count(one: str, other: str) -> tuple[str, str]:
    return one, other


def say(text: str, /, **values: object) -> str:
    """Without a second full stop after a value that ends in one, such as "25. Nov."."""
    said = say_in(_language(), text).format(**values)
    return said[:-1] if said.endswith("..") and not said.endswith("...") else said


def say_in(language: str, text: str, /, context: str = "") -> str:
    """The text itself, with its placeholders."""
    catalogue = _catalogue(language)
    return catalogue.pgettext(context, text) if context else catalogue.gettext(text)


def say_as(context: str, text: str, /) -> str:
    """A word that has other translations elsewhere."""
    return say_in(_language(), text, context)


def say_count(one: str, other: str, count: int, /, **values: object) -> str:
    """`one` for 1, else `other`; both may have a {count}."""
    return _catalogue(_language()).ngettext(one, other, count).format(count=count, **values)


def say_again(sentence: str, templates: Iterable[str] = ()) -> str:
    """An English sentence that was made elsewhere: as it is in a catalogue, or from one of the templates.

    Otherwise it stays English.
    """
    for template in templates:
        if found := re.fullmatch(pattern_of(template), sentence, re.DOTALL):
            return say(template, **found.groupdict())
    return _catalogue(_language()).gettext(sentence) if sentence else ""


def pattern_of(template: str, holes: Mapping[str, str] | None = None) -> str:
    """The pattern of what `template` says. Each placeholder is a group of its name: its pattern in `holes`,
    or any text."""
    parts = re.split(r"\{(\w+)\}", template)
    return "".join(
        f"(?P<{part}>{(holes or {}).get(part, '.+?')})" if at % 2 else re.escape(part)
        for at, part in enumerate(parts)
    )


def _language() -> str:
    return current_date_settings().written_in


@cache
def _catalogue(language: str) -> NullTranslations:
    if language not in LANGUAGES[1:]:
        return NullTranslations()
    return translation("django", _LOCALE, [language], fallback=True)
