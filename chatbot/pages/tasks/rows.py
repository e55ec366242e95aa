"""Tasks as the pages show them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from chatbot.formatting import DateSettings, absolute_due, due_label, notice, notices, repetition
from chatbot.formatting.days import local_day, on_day
from chatbot.models import Task, User
from chatbot.models.task import OPEN_SHOWN, TaskQuerySet
from chatbot.pages.focus import NEW_TASK, then_focus
from chatbot.pages.times import day_html
from streaming.log import iso

DONE_SHOWN = 20


@dataclass(frozen=True, slots=True)
class TaskRow:
    id: str
    number: int
    title: str
    priority: str
    completed: bool
    completed_phrase: str
    due: str
    due_state: str
    due_at_iso: str
    due_day: str  # on the person's calendar, as in a date field
    repeat: str  # "every Monday"; "" if it does not repeat, or is done
    reminders: str  # "Reminder: 30 minutes, 1 day"; "" if there is none to come
    tags: str
    start: str = ""  # "Starts Monday", until then
    estimate: str = ""  # "1 hour"
    list_name: str = ""
    list_id: str = ""
    list_colour: str = ""
    subtasks: int = 0
    subtasks_done: int = 0
    parent_number: int = 0  # 0: it is no subtask
    parent_title: str = ""
    edit_url: str = ""  # of the task; those of its commands begin with it
    is_listed: bool = False  # on the tasks page, where rows are selected, changed and moved
    place: str = ""  # where it is shown beside its list, as a part of ids
    is_deleted: bool = False  # only its number and title are known
    above: int = 0  # number of the task before it in the list; 0 if there is none on the page
    below: int = 0

    @property
    def has_details(self) -> bool:
        """There is a second line: when, how often, how important, or tags."""
        return (
            bool(
                self.due
                or self.start
                or self.estimate
                or self.repeat
                or self.tags
                or self.list_name
                or self.subtasks
                or self.parent_number
            )
            or self.priority != Task.Priority.MEDIUM
        )

    @property
    def priority_label(self) -> str:
        return str(Task.Priority(self.priority).label)

    @property
    def done_label(self) -> str:
        return _("Done: %(title)s") % {"title": self.title}

    @property
    def select_label(self) -> str:
        return _("Select: %(title)s") % {"title": self.title}

    @property
    def change_label(self) -> str:
        return _("Change: %(title)s") % {"title": self.title}

    @property
    def up_label(self) -> str:
        return _("Move up: %(title)s") % {"title": self.title}

    @property
    def down_label(self) -> str:
        return _("Move down: %(title)s") % {"title": self.title}

    @property
    def parent_url(self) -> str:
        return reverse("task", args=[self.parent_number])

    @property
    def check_id(self) -> str:
        return f"check-{self.place or self.number}"

    @property
    def toggle_url(self) -> str:
        return then_focus(f"{self.edit_url}complete/", self._focused_next)

    @property
    def delete_url(self) -> str:
        return then_focus(f"{self.edit_url}delete/", self._focused_next)

    @property
    def move_url(self) -> str:
        return then_focus(f"{self.edit_url}move/", f"task-{self.number}")

    @property
    def history_url(self) -> str:
        return f"{reverse('task-history')}?task={self.number}"

    @property
    def _focused_next(self) -> str:
        """A completed or deleted task leaves its list, so the focus moves to its neighbour."""
        if self.place:
            return self.check_id
        neighbour = self.below or self.above
        return f"check-{neighbour}" if neighbour else NEW_TASK


def task_row(task: Task, dates: DateSettings, now: datetime, above: int = 0, below: int = 0) -> TaskRow:
    due, due_state = _due(task, dates, now)
    return TaskRow(
        id=str(task.pk),
        number=task.number,
        title=task.title,
        priority=task.priority,
        completed=task.completed,
        completed_phrase=day_html(task.completed_at, dates, now) if task.completed_at else "",
        due=due,
        due_state=due_state,
        due_at_iso=_due_at(task),
        due_day=local_day(task.due, dates).isoformat() if task.due else "",
        repeat=_repeat(task, dates),
        reminders=_reminders(task, dates),
        tags=" ".join(f"#{name}" for name in task.tag_names),
        start=_start(task, dates, now),
        estimate=notice(task.estimate, dates.written_in) if task.estimate else "",
        list_name=task.list.name if task.list else "",
        list_id=str(task.list_id or ""),
        list_colour=task.list.colour if task.list else "",
        subtasks=task.subtask_count,
        subtasks_done=task.subtasks_done,
        parent_number=task.parent.number if task.parent else 0,
        parent_title=task.parent.title if task.parent else "",
        edit_url=reverse("task", args=[task.number]),
        above=above,
        below=below,
    )


def answer_row(task: Task, place: str, dates: DateSettings, now: datetime) -> TaskRow:
    """The row in an answer, where it stays when it is completed.

    It is drawn again when this task changes, so it says nothing of other tasks.
    """
    return replace(
        task_row(task, dates, now), place=place, subtasks=0, subtasks_done=0, parent_number=0, parent_title=""
    )


def deleted_row(pk: UUID, number: int, title: str) -> TaskRow:
    return TaskRow(
        id=str(pk),
        number=number,
        title=title,
        priority="",
        completed=False,
        completed_phrase="",
        due="",
        due_state="",
        due_at_iso="",
        due_day="",
        repeat="",
        reminders="",
        tags="",
        is_deleted=True,
    )


def task_rows(tasks: Sequence[Task], dates: DateSettings, now: datetime) -> list[TaskRow]:
    """The rows of one list, each with its neighbours."""
    numbers = [task.number for task in tasks]
    above, below = [0, *numbers][:-1], [*numbers, 0][1:]
    return [
        task_row(task, dates, now, before, after)
        for task, before, after in zip(tasks, above, below, strict=True)
    ]


def _repeat(task: Task, dates: DateSettings) -> str:
    if not task.repeat or task.completed:
        return ""
    return repetition(task.repeat, dates.zone, dates.written_in) or _("repeats")


def _reminders(task: Task, dates: DateSettings) -> str:
    if not task.remind_at:
        return ""
    return _("Reminder: %(times)s") % {"times": notices(task.reminders, dates.written_in)}


def _start(task: Task, dates: DateSettings, now: datetime) -> str:
    if not task.start_on or task.completed or task.start_on <= local_day(now, dates):
        return ""
    return _("Starts %(day)s") % {"day": on_day(task.start_on, now, dates)}


def _due_at(task: Task) -> str:
    """The day, or the moment, for machines."""
    if isinstance(task.due, datetime):
        return iso(task.due)
    return task.due.isoformat() if task.due else ""


def _due(task: Task, dates: DateSettings, now: datetime) -> tuple[str, str]:
    """The text and state of the due date."""
    if task.due is None:
        return "", ""
    if task.completed:  # a completed task is not overdue: only the date matters
        return absolute_due(task.due, now, dates), "done"
    label = due_label(task.due, now, dates)
    return label.text, label.state


@dataclass(frozen=True, slots=True)
class Panel:
    """The task list beside the chat. The tasks that are done are fetched when that section is opened."""

    open: list[TaskRow]
    open_count: int
    overdue_count: int
    done_count: int

    @property
    def summary(self) -> str:
        counts = {"open": self.open_count, "overdue": self.overdue_count}
        return (
            _("%(open)d open, %(overdue)d overdue") if self.overdue_count else _("%(open)d open")
        ) % counts

    @property
    def url(self) -> str:
        return reverse("task-panel")

    @property
    def more(self) -> int:
        return self.open_count - len(self.open)


def panel_of(owner: User) -> Panel:
    now, dates = timezone.now(), owner.date_settings
    tasks = Task.objects.of(owner)
    pending = list(tasks.most_urgent()[:OPEN_SHOWN])
    return Panel(
        open=task_rows(pending, dates, now),
        open_count=len(pending) if len(pending) < OPEN_SHOWN else tasks.pending().count(),
        overdue_count=_overdue_count(tasks, pending),
        done_count=tasks.completed().count(),
    )


def done_rows(owner: User) -> list[TaskRow]:
    """The tasks that were completed last."""
    done = Task.objects.of(owner).recently_completed()[:DONE_SHOWN]
    return task_rows(list(done), owner.date_settings, timezone.now())


def _overdue_count(tasks: TaskQuerySet, shown: list[Task]) -> int:
    """They come first, so that one that is shown and not overdue is behind all of them."""
    count = sum(task.overdue for task in shown)
    return count if count < OPEN_SHOWN else tasks.overdue().count()
