"""Equal steps in a row, as one line that opens to the list of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from chatbot.pages.chat.steps import StepView

GROUPED_FROM = 3  # steps


@dataclass(frozen=True, slots=True)
class StepGroup:
    steps: tuple[StepView, ...]

    @property
    def text(self) -> str:
        return self.steps[0].line_of_many.replace("{count}", str(len(self.steps)))

    @property
    def undone(self) -> bool:
        return all(step.undone for step in self.steps)

    @property
    def mark(self) -> str:
        return "undone" if self.undone else "done"

    @property
    def key(self) -> str:
        """The beginning of ids."""
        return f"group-{self.steps[0].call_id}"


def grouped(steps: Iterable[StepView]) -> list[StepView | StepGroup]:
    shown: list[StepView | StepGroup] = []
    for _, equal in groupby(steps, key=lambda step: step.line_of_many or step.call_id):
        group = tuple(equal)
        shown += [StepGroup(group)] if len(group) >= GROUPED_FROM else group
    return shown
