"""The board: open tasks in columns, by list or by priority. A task is moved by a form, or dragged."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Count, F, Window
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
from chatbot.pages.tasks.filters import address_of
from chatbot.pages.tasks.rows import TaskRow, task_row

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
    columns = _by_priority(user) if by == PRIORITY else _by_list(user, lists)
    number = request.GET.get("move", "")
    moved = next((card for column in columns for card in column.cards if f"{card.number}" == number), None)
    context = {
        **listening,
        **shell(user, "tasks"),
        "by": by,
        "columns": columns,
        "moved": moved,
        "home": next((column for column in columns if moved in column.cards), None),
        "by_list_url": _address(by=LIST),
        "by_priority_url": _address(by=PRIORITY),
        "board_url": _address(by=by),
    }
    return render(request, "tasks/board.html", context)


def _by_priority(owner: User) -> list[Column]:
    labels = [(value, str(label), "") for value, label in reversed(Task.Priority.choices)]
    return _columns(owner, PRIORITY, labels)


def _by_list(owner: User, lists: Iterable[TaskList]) -> list[Column]:
    labels = [(INBOX, _("Inbox"), ""), *((str(one.pk), one.name, one.colour) for one in lists)]
    return _columns(owner, LIST, labels)


def _columns(owner: User, field: str, labels: Sequence[tuple[str, str, str]]) -> list[Column]:
    tasks = Task.objects.of(owner).pending()
    counts = {
        _key(value): count for value, count in tasks.order_by().values_list(field).annotate(Count("pk"))
    }
    cards: defaultdict[str, list[TaskRow]] = defaultdict(list)
    now = timezone.now()
    for task in _first(tasks, field, max(CARDS // len(labels), FEWEST)):
        place = task.priority if field == PRIORITY else _key(task.list_id)
        cards[place].append(task_row(task, owner.date_settings, now))
    return [
        Column(value, label, colour, cards[value], counts.get(value, 0), address_of({field: value}))
        for value, label, colour in labels
    ]


def _first(tasks: TaskQuerySet, field: str, most: int) -> TaskQuerySet:
    """The most urgent ones of each column, at most so many."""
    urgency = [F("due_at").asc(nulls_last=True), F("number").asc()]
    place = Window(RowNumber(), partition_by=[F(field)], order_by=urgency)
    return tasks.annotate(place=place).filter(place__lte=most).whole().order_by(*urgency)


def _key(value: str | UUID | None) -> str:
    return str(value or INBOX)


def _address(**values: str) -> str:
    return f"{reverse('task-board')}?{urlencode(values)}"
