"""Edit a task that others may have changed in the meantime: a three-way merge, field by field.

A field that the person did not change keeps the changes of others. If both changed a field differently, the
edit is refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from chatbot.domain.errors import Conflict
from chatbot.domain.people.actors import OWNER, name_of
from chatbot.domain.tasks.fields import FIELDS
from chatbot.domain.tasks.lists import name_of_list
from chatbot.formatting import notice, notices, relative_due
from chatbot.models import Task, TaskList, User

_SHOWN = 120  # characters of a value in a sentence


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that others changed from `seen` to `now`."""

    field: str
    seen: Any
    now: Any
    actor: str


class EditConflict(Conflict):
    """Others have changed the edited fields in the meantime; nothing is saved."""

    def __init__(self, task: Task, differences: list[Difference]) -> None:
        super().__init__(
            _(
                "This task was changed while you edited it, so nothing is saved yet. "
                "Saving again overwrites the changes that are named below."
            )
        )
        self.task = task
        self.differences = differences


def check_edit(task: Task, seen: Mapping[str, Any], wanted: Mapping[str, Any]) -> None:
    """Raise `EditConflict` if a field has neither the value that was seen nor the one that is wanted."""
    now = edited_fields(task)
    differences = [
        Difference(name, value, now[name], task.changed_by.get(name, OWNER))
        for name, value in seen.items()
        if not _same(now[name], value) and not _same(now[name], wanted[name])
    ]
    if differences:
        raise EditConflict(task, differences)


def edited_fields(task: Task) -> dict[str, Any]:
    """The values of a task as forms show them."""
    return {name: field.edited(task) for name, field in FIELDS.items()}


def sentence(difference: Difference, owner: User, viewer: User) -> str:
    """Who changed a field, and to what, for the person who edits it."""
    by = name_of(difference.actor, owner, viewer)
    is_list = FIELDS[difference.field].kind == "list"
    seen, now = (
        _words(name_of_list(owner, value) if is_list else value, viewer)
        for value in (difference.seen, difference.now)
    )
    return _("Changed in the meantime from %(seen)s to %(now)s by %(name)s.") % {
        "seen": seen,
        "now": now,
        "name": by,
    }


def _same(one: Any, other: Any) -> bool:
    return bool(_comparable(one) == _comparable(other))


def _comparable(value: Any) -> Any:
    match value:
        case str():
            return value.replace("\r\n", "\n")  # browsers send line breaks as CR LF
        case datetime():
            return value.replace(second=0, microsecond=0)
        case list():
            return set(value)
        case TaskList():
            return str(value.pk)
        case Task(number=int(number)) | int(number):
            return f"#{number}"  # the number of a task
        case _:
            return value or ""


def _words(value: Any, viewer: User) -> str:
    match value:
        case date():
            return relative_due(value, timezone.now(), viewer.date_settings)
        case int():
            return _words(notice(value, viewer.date_settings.written_in), viewer)
        case [int(), *_]:
            return _words(notices(value, viewer.date_settings.written_in), viewer)
        case list():
            return _words(", ".join(value), viewer)
        case None | "":
            return pgettext("value", "nothing")
        case _:
            text = " ".join(value.split())
            return f"“{text[:_SHOWN]}…”" if len(text) > _SHOWN else f"“{text}”"
