"""Import the tasks of a file: read it, show what comes, add its tasks in batches, and undo all of it.

The tasks of a batch and how far the import is are written in one transaction: so each task of the file is
added once, whichever process dies. `chatbot.jobs` calls `add_some` until nothing is left.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from itertools import batched
from typing import Any, cast
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from chatbot.domain.errors import Conflict, Invalid, NotFound
from chatbot.domain.events import ImportProgress, ImportResult
from chatbot.domain.exchange.families import in_families
from chatbot.domain.exchange.file_tasks import fields_of
from chatbot.domain.exchange.lists import list_for
from chatbot.domain.exchange.stored import as_json, from_json
from chatbot.domain.jobs import jobs
from chatbot.domain.people.locking import lock_user
from chatbot.domain.publish import publish
from chatbot.domain.tasks import rows
from chatbot.domain.tasks.changes import recorded
from chatbot.domain.tasks.commands import delete_all
from chatbot.domain.tasks.due import due_columns
from chatbot.domain.tasks.fields import TaskFields, cleaned
from chatbot.domain.tasks.series import with_series
from chatbot.exchange import FileTask, UnreadableFile, Values, read_file
from chatbot.models import Task, TaskImport, User
from chatbot.models.now import Now
from chatbot.models.task import TaskQuerySet
from chatbot.models.task_import import FILE_NAME_LENGTH

STALLED = timedelta(seconds=10)
KEPT = timedelta(days=30)  # after which an import can no longer be undone
_BATCH = 250
_WITHOUT: dict[str, TaskFields] = {
    "repeat": {"repeat": ""},
    "due_at": {"repeat": "", "due_at": None},
    "start_on": {"start_on": None},
}
_TITLES = 1_000  # in one query
_Status = TaskImport.Status

type _Key = tuple[str, datetime | None, bool]  # title, due, completed


def read_import(owner: User, name: str, content: bytes) -> TaskImport:
    """Read a file, and store what is in it until its owner starts the import. Raises `Invalid`.

    It takes the place of one that was read before and not started.
    """
    values = Values(owner.date_settings, timezone.now())
    try:
        tasks, problems = read_file(content, name, values)
    except UnreadableFile as error:
        raise Invalid(str(error), "file") from error
    tasks = in_families(tasks)
    known = _known(owner, [_key(owner, task, fields_of(task, owner)) for task in tasks])
    with transaction.atomic():
        lock_user(owner)
        TaskImport.objects.of(owner).filter(status=_Status.READ).delete()
        return TaskImport.objects.create(
            owner=owner,
            file_name=name[-FILE_NAME_LENGTH:],
            tasks=[as_json(task) for task in tasks],
            problems=[asdict(problem) for problem in problems],
            total=len(tasks),
            known=sum(known),
        )


@transaction.atomic
def start_import(owner: User, import_id: UUID, *, adds_known: bool = False) -> TaskImport:
    """Have the tasks added by a job; one that is started already continues. Raises `NotFound`, `Conflict`.

    Tasks that the owner has already are left out, unless `adds_known`.
    """
    found = _locked(owner, import_id)
    if found.status == _Status.UNDONE:
        raise Conflict(_("This import was undone. Read the file again."))
    if found.status == _Status.READ:
        found.status, found.adds_known = _Status.RUNNING, adds_known
        _save(found, "status", "adds_known")
        publish(owner.pk, _progress(found))
        enqueue_import(found.pk)
    return found


@transaction.atomic
def add_some(import_id: UUID) -> bool:
    """Add the next batch of a running import; returns whether there is more to do."""
    found = TaskImport.objects.select_for_update().select_related("owner").filter(pk=import_id).first()
    if found is None or found.status != _Status.RUNNING:
        return False
    batch = [from_json(stored) for stored in found.tasks[found.done : found.done + _BATCH]]
    with recorded():
        added = _add(found, batch)
    found.done += len(batch)
    found.added += len(added)
    if found.done >= found.total:
        found.status, found.tasks = _Status.COMPLETED, []
    _save(found, "done", "added", "status", "tasks")
    created = (rows.created_event(task, f"Created: {task.title}") for task in added)
    publish(found.owner_id, *created, _progress(found))
    return found.status == _Status.RUNNING


@transaction.atomic
def undo_import(owner: User, import_id: UUID) -> int:
    """Move the tasks of an import to the trash, except those that were changed since; returns how many.

    Raises `NotFound`, and `Conflict` if it has not ended or was undone.
    """
    found = _locked(owner, import_id)
    if found.status != _Status.COMPLETED:
        raise Conflict(_("This import cannot be undone now."))
    untouched = Task.objects.of(owner).filter(imported_by=found, changed_by={})
    deleted = delete_all(owner, untouched.whole_families())
    found.status = _Status.UNDONE
    _save(found, "status")
    publish(owner.pk, _progress(found))
    return deleted


def get_import(owner: User, import_id: UUID) -> TaskImport:
    """Raises `NotFound`."""
    found = TaskImport.objects.of(owner).filter(pk=import_id).first()
    if found is None:
        raise NotFound(_("There is no such import."))
    return found


def discard_import(owner: User, import_id: UUID) -> None:
    """Forget a file that was read and not imported. Raises `NotFound`."""
    if not TaskImport.objects.of(owner).filter(pk=import_id, status=_Status.READ).delete()[0]:
        raise NotFound(_("There is no such import."))


def stalled_imports() -> QuerySet[TaskImport, UUID]:
    """Running ones whose job was lost."""
    stalled = TaskImport.objects.filter(status=_Status.RUNNING, updated_at__lt=Now() - STALLED)
    return stalled.values_list("pk", flat=True)


def enqueue_import(import_id: UUID) -> None:
    transaction.on_commit(lambda: jobs().import_tasks.enqueue(str(import_id)), robust=True)


def prune_imports() -> None:
    TaskImport.objects.exclude(status=_Status.RUNNING).filter(updated_at__lt=Now() - KEPT).delete()


def _add(found: TaskImport, batch: Sequence[FileTask]) -> list[Task]:
    owner = found.owner
    read = [(task, fields_of(task, owner)) for task in batch]
    keys = [_key(owner, *each) for each in read]
    known = [False] * len(batch) if found.adds_known else _known(owner, keys, besides=found)
    new = [each for each, is_known in zip(read, known, strict=True) if not is_known]
    lists = {name: list_for(owner, name) for name in sorted({task.list for task, _fields in new})}
    parents = _parents(found, [task for task, _fields in new])
    values = [
        _row(owner, task, fields)
        | {"imported_by": found, "list": lists[task.list], "parent_id": parents.get(task.parent)}
        | ({"id": _id_of(found, task.key)} if task.key else {})
        for task, fields in new
    ]
    return rows.insert_all(owner, [(row, row.pop("tags")) for row in values])


def _id_of(found: TaskImport, key: str) -> UUID:
    """The id of an imported task, by which later batches find the parents of theirs."""
    return uuid5(found.pk, key)


def _parents(found: TaskImport, new: Sequence[FileTask]) -> dict[str, UUID]:
    """The ids of the parents that tasks of a batch name, by their keys: imported, or there before."""
    keys = {task.parent for task in new if task.parent}
    if not keys:
        return {}
    owner = found.owner
    stored = (from_json(each) for each in found.tasks if each.get("key") in keys)
    known = {task.key: _key(owner, task, fields_of(task, owner)) for task in stored}
    equal = _equal(Task.objects.of(owner).filter(parent=None), known.values())
    ids = {key: {_id_of(found, key), *filter(None, [equal.get(known[key])])} for key in keys & known.keys()}
    wanted = Task.objects.of(owner).filter(pk__in=set().union(*ids.values()), parent=None)
    present = set(wanted.select_for_update(no_key=True).values_list("pk", flat=True))
    present |= {_id_of(found, task.key) for task in new if task.key and not task.parent}
    return {key: pk for key in ids for pk in ids[key] & present}


def _row(owner: User, task: FileTask, fields: TaskFields) -> dict[str, Any]:
    """The columns of a task and its tags. A repetition that is over is left out, and a date out of range."""
    try:
        values = with_series(owner, cleaned(fields))
    except Invalid as error:
        if error.field not in _WITHOUT:
            raise
        return _row(owner, task, fields | _WITHOUT[error.field])
    moments = {"completed_at": task.completed, "created_at": task.created}
    given = {name: moment for name, moment in moments.items() if moment}
    return {**due_columns(values, owner), **given}


def _key(owner: User, task: FileTask, fields: TaskFields) -> _Key:
    return fields["title"], due_columns(fields, owner)["due_at"], task.completed is not None


def _known(owner: User, keys: Iterable[_Key], besides: TaskImport | None = None) -> list[bool]:
    """For each task whether its owner has an equal one, which has not come with the import itself."""
    stored = Task.objects.of(owner).exclude(imported_by=besides) if besides else Task.objects.of(owner)
    keys = list(keys)
    found = _equal(stored, keys)
    return [key in found for key in keys]


def _equal(stored: TaskQuerySet, keys: Iterable[_Key]) -> dict[_Key, UUID]:
    """The ids of tasks among these that are equal, by their keys."""
    found: dict[_Key, UUID] = {}
    for titles in batched({title for title, *_others in keys}, _TITLES):
        equal = stored.filter(title__in=titles).annotate(is_done=Q(completed_at__isnull=False))
        for pk, *key in equal.values_list("pk", "title", "due_at", "is_done"):
            found.setdefault(cast("_Key", tuple(key)), pk)
    return found


def _locked(owner: User, import_id: UUID) -> TaskImport:
    found = TaskImport.objects.of(owner).select_for_update().filter(pk=import_id).first()
    if found is None:
        raise NotFound(_("There is no such import."))
    return found


def _save(found: TaskImport, *fields: str) -> None:
    found.updated_at = Now()
    found.save(update_fields=[*fields, "updated_at"])


def _progress(found: TaskImport) -> ImportProgress:
    return ImportProgress(
        count=found.done,
        message=f"{found.file_name}: {found.status}, {found.done} of {found.total}",
        result=ImportResult(
            id=found.pk,
            file_name=found.file_name,
            status=_Status(found.status),
            total=found.total,
            done=found.done,
            added=found.added,
        ),
    )
