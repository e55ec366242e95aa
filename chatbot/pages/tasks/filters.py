"""The filters of the tasks page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from django.db.models import Case, Count, F, Q, When
from django.db.models.expressions import OrderBy
from django.db.models.functions import TruncDate
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from chatbot.domain.text import normalize
from chatbot.models import Task, TaskTag, User
from chatbot.models.folding import Fold
from chatbot.models.task import TAG_LENGTH, TaskQuerySet, is_over

STATUSES = {
    "": pgettext_lazy("tasks", "Open"),
    "today": _("Today"),
    "upcoming": _("Upcoming"),
    "overdue": _("Overdue"),
    "completed": _("Done"),
    "all": _("All"),
}

LIST_LABELS = {
    "": _("Open tasks"),
    "today": _("Today"),
    "upcoming": _("Upcoming"),
    "overdue": _("Overdue tasks"),
    "completed": _("Done tasks"),
    "all": _("All tasks"),
}


SORTS = {
    "": _("By date"),
    "priority": _("By priority"),
    "title": _("By title"),
    "mine": _("My order"),
    "newest": _("Newest first"),
}

GROUPS = {
    "": _("Grouped by date"),
    "priority": _("Grouped by priority"),
    "list": _("Grouped by list"),
    "none": _("Not grouped"),
}


@dataclass(frozen=True, slots=True)
class Segment:
    label: str
    url: str
    count: int
    current: bool


@dataclass(frozen=True, slots=True)
class Filters:
    """The filters in the address; unknown values are ignored."""

    status: str
    q: str
    priority: str
    tag: str
    place: str  # the id of a list, or the inbox
    tomorrow: datetime  # when it begins for the person
    sort: str = ""
    group: str = ""

    @classmethod
    def of(cls, query: QueryDict, tomorrow: datetime) -> Filters:
        status, priority = query.get("status", ""), query.get("priority", "")
        sort, group = query.get("sort", ""), query.get("group", "")
        return cls(
            status=status if status in STATUSES else "",
            q=normalize(query.get("q", ""), single_line=True)[:200],
            priority=priority if priority in Task.Priority.values else "",
            tag=normalize(query.get("tag", "")).lower()[:TAG_LENGTH],
            place=query.get("list", "")[:36],
            tomorrow=tomorrow,
            sort=sort if sort in SORTS else "",
            group=group if group in GROUPS else "",
        )

    @property
    def narrowed(self) -> bool:
        return bool(self.q or self.priority or self.tag)

    @property
    def is_folded(self) -> bool:
        """The fields that are folded say nothing."""
        return not (self.priority or self.tag or self.sort or self.group)

    @property
    def clear_url(self) -> str:
        return address_of({"status": self.status, "list": self.place})

    @property
    def values(self) -> dict[str, str]:
        """As in the address, and in a saved view."""
        return {name: value for name, value in self._every.items() if value}

    @property
    def _every(self) -> dict[str, str]:
        given = {"status": self.status, "list": self.place, "q": self.q, "priority": self.priority}
        return given | {"tag": self.tag, "sort": self.sort, "group": self.group}

    @property
    def query(self) -> str:
        return urlencode(self.values)

    def address(self, **changes: str) -> str:
        return address_of({**self._every, **changes})

    def narrow(self, tasks: TaskQuerySet) -> TaskQuerySet:
        """Apply all filters except the status."""
        tasks = tasks.matching(self.q)
        if self.place:
            tasks = tasks.on(self.place)
        if self.priority:
            tasks = tasks.filter(priority=self.priority)
        return tasks.tagged(self.tag) if self.tag else tasks

    def select(self, tasks: TaskQuerySet) -> TaskQuerySet:
        found = self._in_status(tasks).listed()
        if self.status == "upcoming" and not (self.sort or self.group):
            return found.order_by(self._upcoming_day, _BY_DUE, "number")
        if not (self.sort or self.group):
            return found
        return found.order_by(*_GROUPED[self.group], *_SORTED[self.sort], "number")

    def tags(self, owner: User) -> list[str]:
        """Those of the tasks that are shown without other filters, and the one that is chosen."""
        shown = self._in_status(Task.objects.of(owner))
        names = TaskTag.objects.filter(task__in=shown).order_by("name").values_list("name", flat=True)
        return sorted({*names.distinct(), *filter(None, [self.tag])})

    @property
    def _today(self) -> date:
        return self.tomorrow.date() - timedelta(days=1)

    @property
    def _is_for_today(self) -> Q:
        """Due until tomorrow, or started."""
        return Q(due_at__lt=self.tomorrow) | Q(start_on__lte=self._today)

    @property
    def _is_upcoming(self) -> Q:
        """Due later, or without a date and not started."""
        return Q(due_at__gte=self.tomorrow) | Q(due_at=None, start_on__gt=self._today)

    @property
    def _upcoming_day(self) -> OrderBy:
        """The day of the start while it lies ahead, and before the task is due."""
        due = TruncDate("due_at", tzinfo=self.tomorrow.tzinfo)
        waits = Q(start_on__gt=self._today) & (Q(due_at=None) | Q(start_on__lt=due))
        return Case(When(waits, then=F("start_on")), default=due).asc()

    def _in_status(self, tasks: TaskQuerySet) -> TaskQuerySet:
        match self.status:
            case "":
                return tasks.pending()
            case "today":
                return tasks.pending().filter(self._is_for_today)
            case "upcoming":
                return tasks.pending().filter(self._is_upcoming)
            case "overdue":
                return tasks.overdue()
            case "completed":
                return tasks.completed()
            case _:
                return tasks

    def segments(self, tasks: TaskQuerySet) -> list[Segment]:
        pending = Q(completed_at=None)
        counts = tasks.aggregate(
            all=Count("pk"),
            completed=Count("pk", filter=~pending),
            open=Count("pk", filter=pending),
            today=Count("pk", filter=pending & self._is_for_today),
            upcoming=Count("pk", filter=pending & self._is_upcoming),
            overdue=Count("pk", filter=pending & is_over()),
        )
        return [
            Segment(str(label), self.address(status=status), counts[status or "open"], status == self.status)
            for status, label in STATUSES.items()
        ]


_BY_RANK = Case(When(priority="high", then=0), When(priority="medium", then=1), default=2).asc()
_BY_DUE = F("due_at").asc(nulls_last=True)
_GROUPED: dict[str, list[OrderBy]] = {
    "": [],
    "none": [],
    "priority": [_BY_RANK],
    "list": [F("list__position").asc(nulls_first=True)],
}
_SORTED: dict[str, list[OrderBy]] = {
    "": [F("completed_at").desc(nulls_first=True), _BY_DUE],
    "priority": [_BY_RANK, _BY_DUE],
    "title": [Fold("title").asc()],
    "mine": [F("rank").asc()],
    "newest": [F("number").desc()],
}


def address_of(values: Mapping[str, str]) -> str:
    """The tasks page with these filters, without those that are empty."""
    query = urlencode({name: value for name, value in values.items() if value})
    return reverse("tasks") + (f"?{query}" if query else "")
