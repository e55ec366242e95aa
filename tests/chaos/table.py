"""The table that a run of the harness prints."""

from __future__ import annotations

from collections.abc import Mapping

from tests.chaos.model import TROUBLES
from tests.chaos.oracle import VIOLATIONS, Oracle

COUNTED = (
    "seconds",
    "seconds until all was quiet",
    "kills",
    "kills: web",
    "kills: worker",
    "kills: redis",
    "kills: postgres",
    "pauses",
    "restarts",
    "flushes",
    "sockets cut",
    "tabs that stopped reading",
    "tabs reloaded",
    *(f"answers: {trouble}" for trouble in TROUBLES),
    "runs",
    "runs that failed",
    "attempts lost",
    "tool calls",
    "decisions",
    "requests acknowledged",
    "reminders",
    "seconds that a reminder was late",
    "imports",
    "events",
)


def table(oracles: Mapping[str, Oracle]) -> str:
    """A column for each variant, and their sum; below the line, all must be 0."""
    rows = [[name, *(oracle.counts[name] for oracle in oracles.values())] for name in COUNTED]
    rows.append(["deliveries", *(oracle.deliveries for oracle in oracles.values())])
    above = len(rows)
    rows += [[name, *(oracle.found[name] for oracle in oracles.values())] for name in VIOLATIONS]
    lines = [[str(row[0]), *(f"{n:,}" for n in row[1:]), f"{sum(map(int, row[1:])):,}"] for row in rows]
    head = ["", *oracles, "together"]
    widths = [max(len(line[at]) for line in [head, *lines]) for at in range(len(head))]
    texts = [_line(line, widths) for line in [head, *lines]]
    texts.insert(above + 1, "-" * len(texts[0]))
    return "\n".join(texts)


def cases(oracles: Mapping[str, Oracle]) -> str:
    """The first violations of each kind."""
    return "\n".join(
        f"{variant}: {kind}\n" + "\n".join(f"    {case}" for case in oracle.cases[kind])
        for variant, oracle in oracles.items()
        for kind in VIOLATIONS
        if oracle.found[kind]
    )


def _line(cells: list[str], widths: list[int]) -> str:
    name, *numbers = cells
    padded = [number.rjust(width) for number, width in zip(numbers, widths[1:], strict=True)]
    return "  ".join([name.ljust(widths[0]), *padded])
