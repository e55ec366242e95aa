"""The measured figures, as text and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

type Cell = str | int | float


@dataclass(frozen=True, slots=True)
class Table:
    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]

    def __str__(self) -> str:
        lines = [list(self.columns), *([_text(cell) for cell in row] for row in self.rows)]
        widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
        return "\n".join(
            [self.title, *("  " + "  ".join(map(str.rjust, line, widths)) for line in lines), ""]
        )


@dataclass(frozen=True, slots=True)
class Target:
    """A figure with its upper limit."""

    what: str
    figure: float
    limit: float
    unit: str  # "times" of a ratio

    @property
    def is_met(self) -> bool:
        return self.figure <= self.limit

    def __str__(self) -> str:
        mark = "met   " if self.is_met else "MISSED"
        return f"{mark}  {self.what}: {_text(self.figure)} {self.unit} (at most {self.limit:g})"


@dataclass(frozen=True, slots=True)
class Part:
    tables: list[Table]
    targets: list[Target]

    def as_json(self) -> dict[str, Any]:
        tables = [
            {"title": table.title, "rows": [dict(zip(table.columns, row, strict=True)) for row in table.rows]}
            for table in self.tables
        ]
        return {
            "tables": tables,
            "targets": [asdict(target) | {"met": target.is_met} for target in self.targets],
        }


def _text(cell: Cell) -> str:
    if isinstance(cell, float):
        return f"{cell:.2f}" if cell < 2 else f"{cell:.1f}"
    return str(cell)
