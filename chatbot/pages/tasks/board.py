"""The board: open tasks in columns, by list or by priority. A task is moved by a form, or dragged."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import F, Window
from django.db.models.functions import RowNumber
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from chatbot.models import Task, TaskList, User
from chatbot.models.task import INBOX, TaskQuerySet
from chatbot.pages.shell import shell, stream_context
from chatbot.pages.signed_in import SignedInRequest, signed_in
from chatbot.pages.tasks.filters import Filters
from chatbot.pages.tasks.rows import TaskRow, task_row
from chatbot.pages.tasks.sections import Calendar, Counted, counts_by, estimate_of

CARDS = 100  # of the board, the same number in each column; the others are on the tasks page
FEWEST = 2  # of a column
PRIORITY, LIST = "priority", "list"


@dataclass(frozen=True, slots=True)
class Column:
    """`value` is what tasks get that are moved into it."""

    value: str
    label: str
    colour: str
    cards: list[TaskRow]
    count: int
    estimate: str  # of all its tasks, "90 minutes"
    url: str

    @property
    def more(self) -> int:
        return self.count - len(self.cards)


@require_safe
@signed_in
def board(request: SignedInRequest) -> HttpResponse:
    """With `move`, the number of a task, the other columns offer to take it: no script is needed."""
    user = request.user
    listening = stream_context(user)  # read first: the script gets all events after this position
    lists = list(TaskList.objects.of(user).current())
    by = PRIORITY if request.GET.get("by", "" if lists else PRIORITY) == PRIORITY else LIST
    filters = _filters(request, by)
    columns = _by_priority(user, filters) if by == PRIORITY else _by_list(user, lists, filters)
    number = request.GET.get("move", "")
    moved = next((card for column in columns for card in column.cards if f"{card.number}" == number), None)
    context = {
        **listening,
        **shell(user, "tasks"),
        "by": by,
        "columns": columns,
        "moved": moved,
        "home": next((column for column in columns if moved in column.cards), None),
        "filters": filters,
        "priorities": Task.Priority.choices,
        "lists": [(INBOX, _("Inbox")), *((str(one.pk), one.name) for one in lists)],
        "tags": filters.tags(user),
        "by_list_url": _address(LIST, filters),
        "by_priority_url": _address(PRIORITY, filters),
        "board_url": _address(by, filters),
        "clear_url": _address(by),
    }
    return render(request, "tasks/board.html", context)


def _filters(request: SignedInRequest, by: str) -> Filters:
    """Those of the tasks page that are not columns, and not about its order."""
    given = Filters.of(request.GET, Calendar(timezone.now(), request.user.date_settings).after(0))
    shared = replace(given, status="", sort="", group="")
    return replace(shared, priority="") if by == PRIORITY else replace(shared, place="")


def _by_priority(owner: User, filters: Filters) -> list[Column]:
    labels = [(value, str(label), "") for value, label in reversed(Task.Priority.choices)]
    return _columns(owner, PRIORITY, labels, filters)


def _by_list(owner: User, lists: Iterable[TaskList], filters: Filters) -> list[Column]:
    labels = [(INBOX, _("Inbox"), ""), *((str(one.pk), one.name, one.colour) for one in lists)]
    return _columns(owner, LIST, labels, filters)


def _columns(
    owner: User, field: str, labels: Sequence[tuple[str, str, str]], filters: Filters
) -> list[Column]:
    tasks = filters.narrow(Task.objects.of(owner).pending())
    counted = counts_by(tasks, field)
    counts = {_key(value): counts for value, counts in counted.items()}
    cards: defaultdict[str, list[TaskRow]] = defaultdict(list)
    now = timezone.now()
    for task in _first(tasks, field, max(CARDS // len(labels), FEWEST)):
        place = task.priority if field == PRIORITY else _key(task.list_id)
        cards[place].append(task_row(task, owner.date_settings, now))
    return [
        _column(
            value,
            label,
            colour,
            cards[value],
            counts.get(value, (0, None)),
            filters.address(**{field: value}),
        )
        for value, label, colour in labels
    ]


def _column(value: str, label: str, colour: str, cards: list[TaskRow], counted: Counted, url: str) -> Column:
    count, minutes = counted
    return Column(value, label, colour, cards, count, estimate_of(minutes), url)


def _first(tasks: TaskQuerySet, field: str, most: int) -> TaskQuerySet:
    """The most urgent ones of each column, at most so many."""
    urgency = [F("due_at").asc(nulls_last=True), F("number").asc()]
    place = Window(RowNumber(), partition_by=[F(field)], order_by=urgency)
    first = tasks.order_by().annotate(place=place).filter(place__lte=most)
    # What is shown of a task is read of these alone, not of all that have a place.
    return Task.objects.filter(pk__in=first.values("pk")).whole().order_by(*urgency)


def _key(value: str | UUID | None) -> str:
    return str(value or INBOX)


def _address(by: str, filters: Filters | None = None) -> str:
    return f"{reverse('task-board')}?{urlencode({'by': by, **(filters.values if filters else {})})}"
