"""What the view of a run depends on besides the run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from chatbot.formatting import DateSettings
from chatbot.models import Plan, Run, Task
from chatbot.pages.chat.address import Address
from chatbot.pages.problem import Problem

IN_TURN = (Run.Status.QUEUED, Run.Status.RUNNING)  # running or queued


@dataclass(frozen=True, slots=True)
class ConversationContext:
    """What a run's view depends on: the other runs, date settings, the page, a problem, tasks, plans.

    `steps_from`: the position of the first message whose turn is shown with its steps.
    """

    dates: DateSettings
    queue: tuple[UUID, ...]  # the running and queued runs, in order
    last: UUID | None
    problem: Problem | None = None
    address: Address = Address.END
    draft: str = ""  # of the message that is being edited, if it could not be sent
    tasks: Mapping[UUID, Task] = field(default_factory=dict)  # that answers are about
    plans: Mapping[UUID, Plan] = field(default_factory=dict)  # that were created
    steps_from: int = 0
    now: datetime = field(default_factory=timezone.now)

    @classmethod
    def of(
        cls,
        runs: Sequence[Run],
        dates: DateSettings,
        address: Address,
        problem: Problem | None = None,
        draft: str = "",
    ) -> ConversationContext:
        """Expects the runs in the order of their replies, in which they are executed."""
        queue = tuple(run.pk for run in runs if run.status in IN_TURN)
        return cls(dates, queue, runs[-1].pk if runs else None, problem, address, draft)

    @property
    def is_past(self) -> bool:
        """An earlier branch is shown, which can be read only."""
        return self.address.before is not None

    def shows_steps(self, position: int) -> bool:
        return position >= self.steps_from or self.shows_all(position)

    def shows_all(self, position: int) -> bool:
        """All tasks of long lists."""
        return position == self.address.whole

    def problem_at(self, place: object) -> str:
        return self.problem.sentence if self.problem and self.problem.at == str(place) else ""
