"""The tasks that a proposal adds, as its page shows them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from chatbot.domain.plans.proposed_tasks import read_task, tasks_of
from chatbot.formatting import DateSettings, absolute_day


@dataclass(frozen=True, slots=True)
class ProposedTaskView:
    index: int
    title: str
    day: str  # ISO, for the form
    due: str
    labels: str


def task_views(detail: str, dates: DateSettings, now: datetime) -> tuple[ProposedTaskView, ...]:
    views = []
    for index, line in enumerate(tasks_of(detail)):
        task = read_task(line, dates, now)
        due = absolute_day(task.due, now, dates) if task.due else ""
        day = task.day.isoformat() if task.day else ""
        views.append(ProposedTaskView(index, task.title, day, due or task.when, task.labels))
    return tuple(views)
