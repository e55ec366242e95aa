"""Changes of tasks in words: who did what, and which fields had and have which values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from chatbot.domain.people.actors import ASSISTANT, OWNER, client_name, staff, staff_of
from chatbot.domain.tasks.changes import Kind, changed_fields, kind_of, recorded_due
from chatbot.domain.tasks.fields import FIELDS, TaskField
from chatbot.formatting import DateSettings, absolute_due, notice, notices, repetition
from chatbot.models import Change, Task, TaskList, User

_SHOWN = 120  # characters of a value
_SENTENCES: Mapping[Kind, tuple[object, object]] = {
    "added": (gettext_lazy("You added it"), gettext_lazy("%(name)s added it")),
    "restored": (gettext_lazy("You restored it"), gettext_lazy("%(name)s restored it")),
    "deleted": (gettext_lazy("You deleted it"), gettext_lazy("%(name)s deleted it")),
    "completed": (gettext_lazy("You completed it"), gettext_lazy("%(name)s completed it")),
    "reopened": (gettext_lazy("You reopened it"), gettext_lazy("%(name)s reopened it")),
    "changed": (gettext_lazy("You changed it"), gettext_lazy("%(name)s changed it")),
    "moved": (gettext_lazy("You moved it in your order"), gettext_lazy("%(name)s moved it in your order")),
    "undone": (gettext_lazy("You undid a change"), gettext_lazy("%(name)s undid a change")),
}


@dataclass(frozen=True, slots=True)
class Line:
    """The value of a field before and after a change."""

    label: str
    before: str
    after: str


def names_of(changes: Iterable[Change]) -> dict[str, str]:
    """The names of those who made the changes, by actor; without the owner, who reads them."""
    actors = {change.actor for change in changes} - {OWNER}
    people = User.objects.filter(pk__in=filter(None, map(staff_of, actors)))
    staffed = {staff(person.pk): person.get_username() for person in people}
    names = {actor: _("%(name)s (administrator)") % {"name": name} for actor, name in staffed.items()}
    names |= {actor: name for actor in actors if (name := client_name(actor))}
    return dict.fromkeys(actors, _("An administrator")) | {ASSISTANT: _("The assistant")} | names


def sentence(change: Change, names: Mapping[str, str]) -> str:
    """ "You completed it", for the owner."""
    own, others = _SENTENCES[kind_of(change)]
    name = names.get(change.actor)
    return str(others) % {"name": name} if name else str(own)


@dataclass(frozen=True, slots=True)
class Reader:
    """For whom values are written: their settings, the time, and the names of lists and parents by id."""

    dates: DateSettings
    now: datetime
    lists: Mapping[str, str]
    parents: Mapping[str, str]

    @classmethod
    def of(cls, user: User, changes: Iterable[Change]) -> Reader:
        """One who reads these changes."""
        lists = TaskList.objects.of(user).values_list("pk", "name")
        states = [state for change in changes for state in (change.before, change.after) if state]
        ids = {state["parent"] for state in states if state.get("parent")}
        parents = Task.objects.of(user).filter(pk__in=ids) if ids else ()
        return cls(
            user.date_settings,
            timezone.now(),
            {str(pk): name for pk, name in lists},
            {str(task.pk): str(task) for task in parents},
        )


def lines(change: Change, reader: Reader) -> Iterator[Line]:
    before, after = change.before or {}, change.after or {}
    if kind_of(change) == "undone" and bool(before["completed_at"]) != bool(after["completed_at"]):
        done, pending = pgettext("task", "done"), pgettext("task", "open")
        yield Line(_("status"), *((done, pending) if before["completed_at"] else (pending, done)))
    for name in changed_fields(change):
        field = FIELDS[name]
        yield Line(field.label, *(_words(field, state[name], reader) for state in (before, after)))


def _words(field: TaskField, value: Any, reader: Reader) -> str:
    dates = reader.dates
    if field.kind == "list":
        return reader.lists.get(value or "", _("Inbox"))
    if not value:
        return pgettext("value", "nothing")
    if field.kind == "task":
        return reader.parents.get(value, _("a deleted task"))
    match field.kind:
        case "due" | "day" if due := recorded_due(value):
            return absolute_due(due, reader.now, dates)
        case "duration":
            return notice(value, dates.written_in)
        case "repeat":
            return repetition(value, dates.zone, dates.written_in) or _("repeats")
        case "minutes":
            return notices(value, dates.written_in)
        case "tags":
            return " ".join(f"#{tag}" for tag in value)
        case "choice":
            return str(dict(field.choices)[value])
        case _:
            text = " ".join(value.split())
            return f"{text[:_SHOWN]}…" if len(text) > _SHOWN else text
