"""The fields of a task that people set: one table for pages, API, admin and tools.

A new field needs a column, a line here, a line in `chatbot/tools/common/task_values.py`, and a place in a
template.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, UTC, date, datetime
from typing import Any, Literal, TypedDict
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chatbot.domain.errors import Invalid
from chatbot.domain.text import clean, normalize
from chatbot.formatting import DateSettings, repetition
from chatbot.models import Task, TaskList
from chatbot.models.task import DESCRIPTION_LENGTH, TAG_LENGTH, TITLE_LENGTH
from chatbot.recurrence import LENGTH as REPEAT_LENGTH
from streaming.log import iso

TAGS_PER_TASK = 20
REMINDERS_PER_TASK = 5
LONGEST_ESTIMATE = 1_000 * 60  # minutes
LONGEST_NOTICE = 366 * 24 * 60  # minutes


class TaskFields(TypedDict, total=False):
    """The same, for the type checker."""

    title: str
    description: str
    priority: str
    due_at: date | datetime | None  # a date is a day without a time
    start_on: date | None
    estimate: int | None
    list: TaskList | UUID | None
    parent: Task | UUID | int | str | None
    repeat: str
    repeat_from: str
    reminders: Iterable[int]
    tags: Iterable[str]


@dataclass(frozen=True, slots=True)
class TaskField:
    """`clean` validates and normalizes a value, and raises `Invalid`; `kind` is the kind of form field."""

    name: str
    words: object  # its label, translated when it is shown
    kind: Literal[
        "line", "text", "choice", "due", "day", "duration", "repeat", "minutes", "tags", "list", "task"
    ]
    clean: Callable[[Any], Any]
    limit: int = 0  # characters
    choices: Sequence[tuple[str, object]] = ()
    initial: str | None = None
    is_rare: bool = False  # most tasks have the initial value, which models are not shown
    is_required: bool = False

    @property
    def label(self) -> str:
        return str(self.words)

    def of(self, task: Task) -> Any:
        match self.kind:
            case "tags":
                return task.tag_names
            case "list":
                return task.list_id
            case "task":
                return task.parent_id
            case "due":
                return task.due
            case _:
                return getattr(task, self.name)

    def shown(self, task: Task) -> Any:
        """The value in the API and in events, where a day is its end; beside it is `due_on`."""
        if self.kind == "due":
            return iso(task.due_at) if task.due_at else None
        return self.of(task)

    def edited(self, task: Task) -> Any:
        """The value in forms, which have no seconds or UUIDs, and name a repetition in words."""
        value = self.of(task)
        if self.kind == "task":
            return f"#{task.parent.number}" if task.parent else ""
        if self.kind == "list":
            return str(value or "")
        if self.kind == "repeat":
            return _in_words(value, task.owner.date_settings) or value
        return value.replace(second=0, microsecond=0) if isinstance(value, datetime) else value


def _in_words(rule: str, dates: DateSettings) -> str:
    """Words in the language of the page, if the owner's texts are read in it, too."""
    is_read = dates.language.split("-")[0] == dates.written_in
    return repetition(rule, dates.zone, dates.written_in if is_read else "en")


def _clean_title(value: object) -> str:
    return clean(value, field="title", limit=TITLE_LENGTH, single_line=True)


def _clean_description(value: object) -> str:
    return clean(value, field="description", limit=DESCRIPTION_LENGTH, required=False)


def _clean_priority(value: object) -> str:
    if value not in Task.Priority.values:
        raise Invalid(_("The priority is low, medium or high."), "priority")
    return str(value)


def _clean_due(due: object) -> date | datetime | None:
    if due is None:
        return None
    if not isinstance(due, date) or (isinstance(due, datetime) and timezone.is_naive(due)):
        raise Invalid(_("The due time must be a date-time with a time zone."), "due_at")
    # The first and last year are excluded, so that each due time exists in every time zone.
    if due.year in {MINYEAR, MAXYEAR}:
        raise Invalid(_("The due time is out of range."), "due_at")
    return due.astimezone(UTC) if isinstance(due, datetime) else due


def _clean_start(day: object) -> date | None:
    if day is None:
        return None
    if not isinstance(day, date) or isinstance(day, datetime):
        raise Invalid(_("The start must be a day."), "start_on")
    if day.year in {MINYEAR, MAXYEAR}:
        raise Invalid(_("The start is out of range."), "start_on")
    return day


def _clean_estimate(minutes: object) -> int | None:
    if minutes is None or minutes == 0:
        return None
    if not isinstance(minutes, int) or isinstance(minutes, bool):
        raise Invalid(_("An estimate is a whole number of minutes."), "estimate")
    if not 0 < minutes <= LONGEST_ESTIMATE:
        raise Invalid(_("An estimate is at most 1,000 hours."), "estimate")
    return minutes


def _clean_repeat(value: object) -> str:
    """The words or the rule; `repetition` reads them, for which it needs the person's settings."""
    if not isinstance(value, str) or len(value) > REPEAT_LENGTH:
        raise Invalid(
            _("A repetition is a text of at most %(limit)s characters.") % {"limit": f"{REPEAT_LENGTH:,}"},
            "repeat",
        )
    return value.strip()


def _clean_repeat_from(value: object) -> str:
    if value not in Task.RepeatFrom.values:
        raise Invalid(
            _("A task repeats from its due date or from its completion: due or completion."), "repeat_from"
        )
    return str(value)


def _clean_reminders(minutes: object) -> list[int]:
    if isinstance(minutes, str) or not isinstance(minutes, Iterable):
        raise Invalid(_("The reminders must be a list of minutes."), "reminders")
    wanted = set(minutes)
    if not all(isinstance(one, int) and not isinstance(one, bool) for one in wanted):
        raise Invalid(_("A reminder is a whole number of minutes before the task is due."), "reminders")
    if not all(0 <= one <= LONGEST_NOTICE for one in wanted):
        raise Invalid(_("A reminder comes at most a year before the task is due."), "reminders")
    if len(wanted) > REMINDERS_PER_TASK:
        raise Invalid(
            _("A task has at most %(limit)d reminders.") % {"limit": REMINDERS_PER_TASK}, "reminders"
        )
    return sorted(wanted)


def _clean_list(value: object) -> UUID | None:
    """The id of a list, whether or not it exists; None or "" for the inbox."""
    try:
        match value:
            case None | "":
                return None
            case TaskList():
                return value.pk
            case _:
                return UUID(str(value))
    except ValueError as error:
        raise Invalid(_("There is no such list."), "list") from error


def _clean_parent(value: object) -> UUID | int | None:
    """The id or the number of a task, whether or not it exists: 12, or "#12" in forms; None or 0 for none."""
    try:
        match value:
            case None | "" | 0:
                return None
            case Task():
                return value.pk
            case UUID() | int() if not isinstance(value, bool):
                return value
            case str() if (number := value.strip().removeprefix("#")).isdecimal() and len(number) < 10:
                return int(number) or None
            case _:
                return UUID(str(value))
    except ValueError as error:
        raise Invalid(_("There is no such task."), "parent") from error


def clean_tag(tag: object) -> str:
    """A tag as it is stored: in lower case, without `#`. Raises `Invalid`."""
    name = clean(tag, field="tag", limit=TAG_LENGTH, single_line=True).lstrip("#")
    name = normalize(name).lower()
    if not name:
        raise Invalid(_("A tag is empty."), "tags")
    return name


def _clean_tags(tags: object) -> list[str]:
    if isinstance(tags, str) or not isinstance(tags, Iterable):
        raise Invalid(_("The tags must be a list of texts."), "tags")
    names = {clean_tag(tag) for tag in tags}
    if len(names) > TAGS_PER_TASK:
        raise Invalid(_("A task has at most %(limit)d tags.") % {"limit": TAGS_PER_TASK}, "tags")
    return sorted(names)


FIELDS = {
    field.name: field
    for field in (
        TaskField("title", gettext_lazy("title"), "line", _clean_title, TITLE_LENGTH, is_required=True),
        TaskField("description", gettext_lazy("notes"), "text", _clean_description, DESCRIPTION_LENGTH),
        TaskField(
            "priority",
            gettext_lazy("priority"),
            "choice",
            _clean_priority,
            choices=Task.Priority.choices,
            initial=Task.Priority.MEDIUM,
        ),
        TaskField("due_at", gettext_lazy("due"), "due", _clean_due),
        TaskField("start_on", gettext_lazy("starts"), "day", _clean_start, is_rare=True),
        TaskField("estimate", gettext_lazy("takes"), "duration", _clean_estimate, is_rare=True),
        TaskField("list", gettext_lazy("list"), "list", _clean_list, initial="", is_rare=True),
        TaskField("parent", gettext_lazy("subtask of"), "task", _clean_parent, is_rare=True),
        TaskField(
            "repeat",
            gettext_lazy("repeats"),
            "repeat",
            _clean_repeat,
            REPEAT_LENGTH,
            initial="",
            is_rare=True,
        ),
        TaskField(
            "repeat_from",
            gettext_lazy("repeats from"),
            "choice",
            _clean_repeat_from,
            choices=Task.RepeatFrom.choices,
            initial=Task.RepeatFrom.DUE,
            is_rare=True,
        ),
        TaskField("reminders", gettext_lazy("reminders"), "minutes", _clean_reminders, is_rare=True),
        TaskField("tags", gettext_lazy("tags"), "tags", _clean_tags),
    )
}


def cleaned(values: TaskFields) -> dict[str, Any]:
    """Validate and normalize values. Raises `Invalid`, also for an unknown field."""
    for name in values:
        if name not in FIELDS:
            raise Invalid(_("A task has no %(field)s.") % {"field": name}, name)
    return {name: FIELDS[name].clean(value) for name, value in values.items()}
