"""The catalogues of translations: `locale/<language>/LC_MESSAGES/django.po`.

Only these are kept in the repository. What gettext reads is compiled from them, on the machine that serves.
"""

from __future__ import annotations

from pathlib import Path

LOCALE = Path(__file__).resolve().parents[2] / "locale"
PSEUDO_LANGUAGE, PSEUDO_LOCALE = "ar-xb", "ar_XB"  # see `pseudo`; as Django and gettext spell it


def catalogue_path(locale: str, suffix: str) -> Path:
    return LOCALE / locale / "LC_MESSAGES" / f"django.{suffix}"
