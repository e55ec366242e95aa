"""Checks the text of the style sheets for rules that browsers ignore without an error."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings

SHEETS = sorted(Path(settings.BASE_DIR, "static").rglob("*.css"))


def nested(css: str, function: str) -> list[str]:
    """The positions at which the function is nested within itself, each with the text up to there."""
    found = []
    depths: list[int] = []
    depth = 0
    for place, character in enumerate(css):
        if css.startswith(function, place):
            if depths:
                found.append(css[css.rfind("\n", 0, place) + 1 : place + len(function)].strip())
            depths.append(depth)
        if character == "(":
            depth += 1
        elif character == ")":
            depth -= 1
            if depths and depths[-1] == depth:
                depths.pop()
    return found


def test_nesting_is_found() -> None:
    assert nested("a:has(b):has(c:not(d)) {}", ":has(") == []
    assert nested(".x:has(> a:not(:has(b))) {}", ":has(") == [".x:has(> a:not(:has("]


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_has_is_not_nested_in_has(sheet: Path) -> None:
    """A rule with that is ignored as a whole, with all its selectors."""
    assert nested(sheet.read_text(), ":has(") == []
