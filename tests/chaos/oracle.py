"""Counts the violations as they are found, with the first cases of each kind."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

KEPT = 5  # cases of each kind that are printed
VIOLATIONS = (
    "events lost",
    "events doubled",
    "events reordered",
    "events that differ between tabs or from the log",
    "streamed text that contradicts itself",
    "streams that were reset",
    "requests carried out twice",
    "tool effects doubled",
    "tool effects without journal, or the reverse",
    "runs without a last event",
    "runs with two last events",
    "events after a run's last",
    "runs that failed for no reason",
    "tabs whose state differs from the database",
    "requests acknowledged, but lost",
    "answers that make no sense",
    "tasks numbered twice, or not at all",
    "reminders sent twice, or not at all",
    "repeating tasks that were continued twice",
    "tasks of imports added twice, or not at all",
    "processes that did not come back",
)


@dataclass
class Oracle:
    found: Counter[str] = field(default_factory=Counter)
    cases: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    counts: Counter[str] = field(default_factory=Counter)
    deliveries: int = 0

    def violated(self, kind: str, case: object) -> None:
        if kind not in VIOLATIONS:
            raise ValueError(kind)
        self.found[kind] += 1
        if len(self.cases[kind]) < KEPT:
            self.cases[kind].append(str(case)[:2_000])

    def expect(self, kind: str, holds: object, case: object) -> None:
        if not holds:
            self.violated(kind, case)

    @property
    def is_content(self) -> bool:
        return not self.found.total()


@dataclass
class Log:
    """The events of one person's stream as the tabs received them: by seq, from the tab that was first."""

    oracle: Oracle
    frames: dict[int, dict[str, Any]] = field(default_factory=dict)

    def compare(self, frame: dict[str, Any], tab: str) -> None:
        known = self.frames.setdefault(frame["seq"], frame)
        if known is not frame and known != frame:
            kind = "events that differ between tabs or from the log"
            self.oracle.violated(kind, f"{tab}: {frame} is not {known}")
