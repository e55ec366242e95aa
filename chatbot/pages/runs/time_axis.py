"""The time axis of a run's timeline: to scale, except that long idle times are shortened."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from chatbot.formatting import duration

FOLD_FROM = 3_000  # milliseconds; and idle time is folded only if it is longer than all the work
FOLD = 0.16  # of the width of everything that is not folded
TICKS = 7
APART = 12  # minimum percent between two labels
LETTER = 2.6  # percent for a letter of a label on a narrow screen
LABEL_END = 90  # percent; a label after this would be cut off


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of the axis, from one millisecond to another, and its width."""

    start: float
    end: float
    width: float
    is_folded: bool


@dataclass(frozen=True, slots=True)
class Tick:
    at: str  # percent
    label: str


@dataclass(frozen=True, slots=True)
class TimeAxis:
    stretches: tuple[Stretch, ...]

    @property
    def width(self) -> float:
        return sum(stretch.width for stretch in self.stretches)

    def percent(self, moment: float) -> float:
        drawn = 0.0
        for stretch in self.stretches:
            if moment < stretch.end:
                inside = max(0.0, moment - stretch.start) / (stretch.end - stretch.start)
                return 100 * (drawn + inside * stretch.width) / self.width
            drawn += stretch.width
        return 100.0

    @property
    def folds(self) -> list[tuple[str, str]]:
        """Position and width of each folded stretch, in percent."""
        found = []
        for stretch in self.stretches:
            if stretch.is_folded:
                start, end = self.percent(stretch.start), self.percent(stretch.end)
                found.append((percent(start), percent(end - start)))
        return found

    @property
    def ticks(self) -> list[Tick]:
        shown: list[Tick] = []
        free = 0.0
        for moment, label in self._moments():
            at = self.percent(moment)
            if free <= at <= LABEL_END:
                shown.append(Tick(percent(at), label))
                free = at + max(APART, LETTER * len(label))
        return shown

    def _moments(self) -> Iterable[tuple[float, str]]:
        """The labels. After a fold they count from its end: 4 min 12 s, +0.5 s, +1.0 s."""
        kept = [stretch for stretch in self.stretches if not stretch.is_folded]
        step = _nice(sum(stretch.end - stretch.start for stretch in kept) / TICKS)
        for stretch in kept:
            yield stretch.start, moment_label(stretch.start, step)
            sign = "+" if stretch.start else ""
            for number in range(1, int((stretch.end - stretch.start) / step) + 1):
                yield stretch.start + number * step, sign + moment_label(number * step, step)


def time_axis(work: Iterable[tuple[float, float]], end: float) -> TimeAxis:
    """An axis from 0 to so many milliseconds. `work`: when the run was working; the rest is idle time."""
    end = max(end, 1.0)
    busy = _union(work, end)
    busy_seconds = sum(stop - start for start, stop in busy)
    gaps = [gap for gap in _gaps(busy, end) if gap[1] - gap[0] > max(FOLD_FROM, busy_seconds)]
    kept = end - sum(stop - start for start, stop in gaps)
    folded = FOLD * (kept or end)
    edges = sorted({0.0, end, *(edge for gap in gaps for edge in gap)})
    return TimeAxis(
        tuple(
            Stretch(start, stop, folded if (start, stop) in gaps else stop - start, (start, stop) in gaps)
            for start, stop in pairwise(edges)
        )
    )


def percent(value: float) -> str:
    return f"{value:.3f}%"


def moment_label(milliseconds: float, step: float = 0) -> str:
    """0, 20 ms, 1.5 s, 12 s, 1 min 5 s: as exact as the distance of two labels."""
    if milliseconds == 0:
        return "0"
    if milliseconds < 1_000 and step < 100:
        return f"{round(milliseconds)} ms"
    return duration(milliseconds)


def _union(work: Iterable[tuple[float, float]], end: float) -> list[tuple[float, float]]:
    merged: list[tuple[float, float]] = []
    for start, stop in sorted((max(0.0, start), min(stop, end)) for start, stop in work):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(stop, merged[-1][1]))
        else:
            merged.append((start, stop))
    return merged


def _gaps(busy: list[tuple[float, float]], end: float) -> list[tuple[float, float]]:
    edges = [0.0, *(edge for span in busy for edge in span), end]
    return [(edges[index], edges[index + 1]) for index in range(0, len(edges), 2)]


def _nice(step: float) -> float:
    """Round up to 1, 2, 5, 10, 20, 50 … milliseconds."""
    size = 1.0
    while True:
        for factor in (1, 2, 5):
            if size * factor >= step:
                return size * factor
        size *= 10
