"""Cells of tables that no spreadsheet takes for a formula."""

from __future__ import annotations

import re

_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_ESCAPED = re.compile(r"''*[=+\-@\t\r]")


def csv_cell(cell: str) -> str:
    """A cell that a spreadsheet would execute begins with an apostrophe."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def plain_cell(cell: str) -> str:
    """The cell without that apostrophe."""
    return cell[1:] if _ESCAPED.match(cell) else cell
