"""The page of one import: what comes, how far it is, and its undo."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from chatbot.domain.exchange import imports
from chatbot.domain.exchange.stored import from_json
from chatbot.domain.operations.heartbeats import is_import_without_worker
from chatbot.exchange import FileTask, Reason
from chatbot.formatting import absolute_due, repetition
from chatbot.models import TaskImport, User
from chatbot.pages.redirects import SeeOther, carry_out
from chatbot.pages.shell import shell, stream_context
from chatbot.pages.signed_in import SignedInRequest, signed_in

_TASKS_SHOWN = 50
_PROBLEMS_SHOWN = 20
_SENTENCES = {
    Reason.NO_TITLE: _("It has no title, and is left out."),
    Reason.BROKEN: _("It cannot be read, and is left out."),
    Reason.DATE: _("This is no date. The words are kept in the notes."),
    Reason.REPETITION: _("This is no repetition. The words are kept in the notes."),
    Reason.SECTION: _("Sections are not kept; their tasks are."),
    Reason.EVENT: _("An event becomes a task, due when it begins."),
}


@dataclass(frozen=True, slots=True)
class FileRow:
    title: str
    is_done: bool
    is_below: bool  # another task
    facts: list[str]


@dataclass(frozen=True, slots=True)
class ProblemRow:
    entry: int
    words: str
    sentence: Any


@require_safe
@signed_in
def one_import(request: SignedInRequest, import_id: UUID) -> HttpResponse:
    return _page(request, import_id)


@require_POST
@signed_in
def start(request: SignedInRequest, import_id: UUID) -> HttpResponse:
    adds_known = "adds_known" in request.POST
    return _carry_out(
        request, import_id, lambda: imports.start_import(request.user, import_id, adds_known=adds_known)
    )


@require_POST
@signed_in
def undo(request: SignedInRequest, import_id: UUID) -> HttpResponse:
    return _carry_out(request, import_id, lambda: imports.undo_import(request.user, import_id))


@require_POST
@signed_in
def discard(request: SignedInRequest, import_id: UUID) -> HttpResponse:
    imports.discard_import(request.user, import_id)
    return SeeOther(reverse("task-files"))


def _carry_out(request: SignedInRequest, import_id: UUID, command: Callable[[], object]) -> HttpResponse:
    url = reverse("task-import", args=[import_id])
    return carry_out(request, command, url, partial(_page, request, import_id))


def _page(request: SignedInRequest, import_id: UUID, problem: str = "", status: int = 200) -> HttpResponse:
    listening = stream_context(request.user)  # read first: the script gets all events after this position
    found = imports.get_import(request.user, import_id)
    context = {
        **listening,
        **shell(request.user, "tasks"),
        "import": found,
        "problem": problem,
        "rows": list(_rows(found, request.user)),
        "more": max(len(found.tasks) - _TASKS_SHOWN, 0),
        "problems": [_problem(stored) for stored in found.problems[:_PROBLEMS_SHOWN]],
        "more_problems": max(len(found.problems) - _PROBLEMS_SHOWN, 0),
        "left_out": found.done - found.added,
        "is_without_worker": is_import_without_worker(found),
    }
    return render(request, "exchange/import.html", context, status=status)


def _rows(found: TaskImport, owner: User) -> Iterator[FileRow]:
    if found.status != TaskImport.Status.READ:
        return
    for stored in found.tasks[:_TASKS_SHOWN]:
        task = from_json(stored)
        yield FileRow(task.title, task.completed is not None, bool(task.parent), list(_facts(task, owner)))


def _facts(task: FileTask, owner: User) -> Iterator[str]:
    if task.due:
        yield absolute_due(task.due, timezone.now(), owner.date_settings)
    if task.repeat:
        yield repetition(task.repeat, owner.tz) or task.repeat
    if task.list:
        yield task.list
    yield from (f"#{tag}" for tag in task.tags)


def _problem(stored: dict[str, Any]) -> ProblemRow:
    return ProblemRow(stored["entry"], stored["words"], _SENTENCES[Reason(stored["reason"])])
