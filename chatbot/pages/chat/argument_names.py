"""The names of tools' arguments, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

# Those that people see. Names that are not listed here are shown as they are.
_NAMES = (
    gettext_noop("answer"),
    gettext_noop("completed"),
    gettext_noop("description"),
    gettext_noop("due at"),
    gettext_noop("due day"),
    gettext_noop("due time"),
    gettext_noop("goal"),
    gettext_noop("note"),
    gettext_noop("number"),
    gettext_noop("numbers"),
    gettext_noop("options"),
    gettext_noop("priority"),
    gettext_noop("query"),
    gettext_noop("question"),
    gettext_noop("status"),
    gettext_noop("tag"),
    gettext_noop("tags"),
    gettext_noop("title"),
)


def argument_name(name: str) -> str:
    words = name.replace("_", " ")
    return _(words) if words in _NAMES else words
