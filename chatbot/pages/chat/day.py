"""The person's own day, at the top of an empty chat: what is overdue, due today, and next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from chatbot.pages.tasks.rows import Panel, TaskRow

TITLES_SHOWN = 2


@dataclass(frozen=True, slots=True)
class DayLine:
    """Sends `message`, or else opens the first of its tasks."""

    icon: str
    state: str
    lead: str
    tasks: tuple[TaskRow, ...]
    message: str = ""

    @property
    def first(self) -> TaskRow:
        return self.tasks[0]

    @property
    def titles(self) -> str:
        shown = ", ".join(task.title for task in self.tasks[:TITLES_SHOWN])
        more = len(self.tasks) - TITLES_SHOWN
        return _("%(titles)s and %(count)d more") % {"titles": shown, "count": more} if more > 0 else shown


@dataclass(frozen=True, slots=True)
class Day:
    """`heading` says how it stands; of what is due today, only tasks that the panel shows are counted."""

    heading: str
    lines: tuple[DayLine, ...]

    @classmethod
    def of(cls, panel: Panel) -> Self:
        lines = tuple(_lines(panel))
        counts = [line.lead for line in reversed(lines) if line.message]
        if counts:
            return cls(", ".join(counts), lines)
        return cls(_("Nothing is due today") if panel.open else _("What needs doing?"), lines)


def _lines(panel: Panel) -> Iterator[DayLine]:
    overdue, today, later = (_in_state(panel, state) for state in ("overdue", "today", "later"))
    if overdue:
        count = panel.overdue_count
        lead = ngettext("%(count)d overdue", "%(count)d overdue", count) % {"count": count}
        yield DayLine("alert", "overdue", lead, overdue, _("Show my overdue tasks"))
    if today:
        lead = ngettext("%(count)d due today", "%(count)d due today", len(today)) % {"count": len(today)}
        yield DayLine("calendar", "today", lead, today, _("What is due today?"))
    if later:
        yield DayLine("task", "later", _("Up next"), later[:1])


def _in_state(panel: Panel, state: str) -> tuple[TaskRow, ...]:
    return tuple(row for row in panel.open if row.due_state == state)
