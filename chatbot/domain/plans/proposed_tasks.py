"""The tasks that a step proposes to add: lines of its detail ("- Book flights by Mon 31 May 2027 #trip")."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from chatbot.domain.errors import Invalid, NotFound
from chatbot.domain.text import clean
from chatbot.formatting import DateSettings, due_by
from chatbot.models import Plan, Step, TeamAgent, User
from chatbot.models.plan import TITLE_LENGTH
from chatbot.reading import Kind, Reading, Reason, read

from .decisions import edit_plan
from .proposal_schema import proposal_of
from .status import find_plan

_LINE = re.compile(r"^[ \t]*[-*•][ \t]+(?P<text>\S.*?)[ \t]*$")

_LABELS = {Kind.PRIORITY, Kind.TAG, Kind.LIST, Kind.ESTIMATE}


@dataclass(frozen=True, slots=True)
class ProposedTask:
    """`when` and `labels` are the words of the line that are not its title: "by Mon 31 May 2027", "#trip"."""

    title: str
    due: date | datetime | None
    when: str = ""
    labels: str = ""

    @property
    def day(self) -> date | None:
        return self.due.date() if isinstance(self.due, datetime) else self.due

    @property
    def line(self) -> str:
        return " ".join(part for part in (self.title, self.when, self.labels) if part)

    def changed(self, title: str, day: date | None, dates: DateSettings) -> ProposedTask:
        """With another title and day. A time of day is kept only with its day."""
        if day == self.day:
            return ProposedTask(title, self.due, self.when, self.labels)
        return ProposedTask(title, day, due_by(day, dates) if day else "", self.labels)


def makes_tasks(agent: TeamAgent) -> bool:
    """Whether a list in the detail of its steps is one of tasks to add."""
    return "add_task" in agent.tools


def task_makers() -> set[str]:
    return {agent.name for agent in TeamAgent.objects.all() if makes_tasks(agent)}


def read_task(line: str, dates: DateSettings, now: datetime) -> ProposedTask:
    found = _read(line, dates, now)
    words = [(span.kind, line[span.start : span.end]) for span in found.spans if span.kind != Kind.SEPARATOR]
    when = " ".join(word for kind, word in words if kind not in _LABELS)
    labels = " ".join(word for kind, word in words if kind in _LABELS)
    return ProposedTask(found.title, found.due, when, labels)


def _read(line: str, dates: DateSettings, now: datetime) -> Reading:
    return read(line, now=now, zone=dates.zone, week_start=dates.week_start, language=dates.language)


def tasks_of(detail: str) -> list[str]:
    """The lines of the tasks in a step's detail, in order."""
    return [match["text"] for line in detail.splitlines() if (match := _LINE.match(line))]


def text_of(detail: str) -> str:
    """The detail without its tasks."""
    return "\n".join(line for line in detail.splitlines() if not _LINE.match(line)).strip()


def without_past_days(detail: str, dates: DateSettings, now: datetime) -> str:
    """The detail with its tasks, of which those whose day is over have none."""
    return "\n".join(
        f"- {_without_past(match['text'], dates, now)}" if (match := _LINE.match(line)) else line
        for line in detail.splitlines()
    )


def _without_past(line: str, dates: DateSettings, now: datetime) -> str:
    unread = _read(line, dates, now).unread
    past = next((one for one in unread if one.reason == Reason.PAST), None)
    return " ".join(f"{line[: past.start]} {line[past.end :]}".split()) if past else line


def change_task(
    owner: User, plan_id: UUID, *, version: int, position: int, index: int, title: str, day: date | None
) -> Plan:
    """Change a task of a step's proposal. Raises `NotFound`, `Invalid`; `Conflict` as `edit_plan` does."""
    title = clean(title, field="title", limit=TITLE_LENGTH, single_line=True)

    def changed(lines: list[str]) -> list[str]:
        dates = owner.date_settings
        before = read_task(lines[index], dates, timezone.now())
        return [*lines[:index], before.changed(title, day, dates).line, *lines[index + 1 :]]

    return _edit(owner, plan_id, version, position, index, changed)


def remove_task(owner: User, plan_id: UUID, *, version: int, position: int, index: int) -> Plan:
    """Raises as `change_task`; `Invalid` also for the only task of a step."""

    def changed(lines: list[str]) -> list[str]:
        if len(lines) == 1:
            raise Invalid(_("This step needs one task at least. Edit the plan to remove the step."), "title")
        return [*lines[:index], *lines[index + 1 :]]

    return _edit(owner, plan_id, version, position, index, changed)


def append_task(
    owner: User, plan_id: UUID, *, version: int, position: int, title: str, day: date | None
) -> Plan:
    """Raises as `change_task`."""
    title = clean(title, field="title", limit=TITLE_LENGTH, single_line=True)
    added = ProposedTask(title, None).changed(title, day, owner.date_settings)
    return _edit(owner, plan_id, version, position, 0, lambda lines: [*lines, added.line])


def _edit(
    owner: User,
    plan_id: UUID,
    version: int,
    position: int,
    index: int,
    change: Callable[[list[str]], list[str]],
) -> Plan:
    """Store the proposal with other tasks in one step. `edit_plan` refuses any other `version`."""
    plan = find_plan(owner, plan_id)
    step = next((step for step in plan.current_steps if step.position == position), None)
    lines = tasks_of(step.detail) if step else []
    if step is None or index >= len(lines):
        raise NotFound(_("There is no such task in this plan."))
    proposal = proposal_of(plan)
    proposal["steps"][position - 1]["detail"] = _with_tasks(step, change(lines))
    return edit_plan(owner, plan_id, version=version, proposal=proposal)


def _with_tasks(step: Step, lines: list[str]) -> str:
    """The step's detail with these tasks, where the first one was."""
    before: list[str] = []
    after: list[str] = []
    is_before = True
    for line in step.detail.splitlines():
        if _LINE.match(line):
            is_before = False
        else:
            (before if is_before else after).append(line)
    return "\n".join([*before, *(f"- {line}" for line in lines), *after])
