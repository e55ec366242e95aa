"""The `Prefer` header (RFC 7240): how a client would like to be answered."""

from __future__ import annotations

import re

# A comma within quotes separates nothing. Quotes left open reach to the end, so that the time stays linear.
_PREFERENCE = re.compile(r'(?:[^,"]|"(?:[^"\\]|\\.)*(?:"|\\?\Z))+', re.DOTALL)


def preferences(header: str) -> dict[str, str]:
    """Values by lower-case name, without parameters; of equal names the first one counts."""
    found: dict[str, str] = {}
    for preference in _PREFERENCE.findall(header):
        name, _, value = preference.partition(";")[0].partition("=")
        found.setdefault(name.strip().lower(), value.strip().strip('"'))
    return found


def answers_at_once(header: str) -> bool:
    """Whether a client prefers an answer before the work is done."""
    wished = preferences(header)
    return "respond-async" in wished and "wait" not in wished
