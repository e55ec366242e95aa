"""Add tasks from typed text: one for each line, with the dates, priority and tags that are read in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from chatbot.domain.errors import Invalid
from chatbot.domain.publish import published_together
from chatbot.domain.tasks import commands as tasks
from chatbot.domain.tasks.fields import TaskFields
from chatbot.domain.text import clean
from chatbot.formatting import DateSettings, too_late
from chatbot.formatting.sentences import say_again
from chatbot.models import Task, TaskList, User
from chatbot.reading import MESSAGES, MORNING, Reading, Span, not_stored, read, start_of
from chatbot.reading.lines import Line, lines_of

TEXT_LENGTH = 20_000
TASKS_AT_ONCE = 100

type Place = tuple[int, int]  # the first character, and the one after the last


@dataclass(frozen=True, slots=True)
class ReadTask:
    """A task that was read in a text. The positions of its spans are those in the whole text."""

    fields: TaskFields
    list_name: str  # of the list that is named; "" if none is
    spans: tuple[Span, ...]
    notes: tuple[str, ...]  # sentences about what looks like a date but was not read, or cannot be stored
    is_done: bool


def read_tasks(owner: User, text: str, *, plain: Iterable[Place] = ()) -> list[ReadTask]:
    """The tasks that `quick_add` would add. The places `plain` stay in the titles unread.

    Raises `Invalid` for a text that is empty, too long, or not storable.
    """
    clean(text, field="text", limit=TEXT_LENGTH)
    lines = lines_of(text)
    if not lines:
        raise Invalid(_("The text is empty."), "text")
    if len(lines) > TASKS_AT_ONCE:
        raise Invalid(
            _("These are %(count)s lines; at most %(limit)d are added at once.")
            % {"count": f"{len(lines):,}", "limit": TASKS_AT_ONCE},
            "text",
        )
    settings, plain = owner.date_settings, list(plain)
    now = timezone.now().astimezone(settings.zone)
    lists = {one.name: one.pk for one in TaskList.objects.of(owner).current()}
    return [_read_line(text, line, plain, now, settings, lists) for line in lines]


@transaction.atomic
def quick_add(
    owner: User,
    text: str,
    *,
    plain: Iterable[Place] = (),
    list_id: UUID | None = None,
    parent: UUID | str | None = None,
) -> list[tuple[Task, ReadTask]]:
    """Add a task for each line of the text, or none: raises `Invalid`.

    `list_id` is for those that name no list, and `parent` the task of which all are subtasks.
    """
    found = read_tasks(owner, text, plain=plain)
    place: TaskFields = {"list": list_id, "parent": parent}
    with published_together():
        return [(_add(owner, one, number, len(found), place), one) for number, one in enumerate(found, 1)]


def _add(owner: User, found: ReadTask, number: int, count: int, place: TaskFields) -> Task:
    fields: TaskFields = {**place, **found.fields}
    try:
        task = tasks.add_task(owner, **fields)
    except Invalid as error:
        words = {"number": number, "problem": error.message}
        problem = _("Line %(number)d: %(problem)s") % words if count > 1 else error.message
        raise Invalid(problem, "text") from error
    return tasks.complete_task(owner, task.pk) if found.is_done else task


def _read_line(
    text: str,
    line: Line,
    plain: Sequence[Place],
    now: datetime,
    settings: DateSettings,
    lists: Mapping[str, UUID],
) -> ReadTask:
    typed = text[line.start : line.end]
    inside = [
        (max(start, line.start) - line.start, min(end, line.end) - line.start)
        for start, end in plain
        if start < line.end and end > line.start
    ]
    names = list(lists)
    reading = _read(typed, inside, now, settings, names)
    if not reading.title:  # "tomorrow" alone is a title
        reading = _read(typed, [(0, len(typed))], now, settings, names)
    lost = not_stored(reading)
    fields = _fields(reading, typed.strip() if lost else "")
    list_name = (reading.list_name or "") if reading.is_list_known else ""
    if list_name:
        fields["list"] = lists[list_name]
    notes = [f"{say_again(unread.message, MESSAGES.values())}." for unread in reading.unread]
    return ReadTask(
        fields=fields,
        list_name=list_name,
        spans=tuple(
            replace(span, start=span.start + line.start, end=span.end + line.start) for span in reading.spans
        ),
        notes=(*notes, *map(say_again, lost), *too_late(fields["due_at"], fields["reminders"], now, MORNING)),
        is_done=line.is_done,
    )


def _read(
    text: str, plain: Iterable[Place], now: datetime, settings: DateSettings, lists: Sequence[str]
) -> Reading:
    return read(
        text,
        now=now,
        zone=settings.zone,
        week_start=settings.week_start,
        language=settings.language,
        plain=plain,
        lists=lists,
    )


def _fields(reading: Reading, description: str) -> TaskFields:
    """`description` keeps the words that have no other place."""
    return {
        "title": reading.title,
        "description": description,
        "due_at": reading.due,
        "start_on": start_of(reading),
        "estimate": reading.estimate,
        "priority": reading.priority or Task.Priority.MEDIUM,
        "tags": reading.tags,
        "repeat": reading.repeat or "",
        "reminders": [] if reading.notice is None else [reading.notice],
    }
