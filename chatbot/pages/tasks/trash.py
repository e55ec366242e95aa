"""The trash: deleted tasks, which can be restored or deleted for good."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from chatbot.domain.errors import Invalid
from chatbot.domain.tasks.trash import (
    delete_for_good,
    deletion_of_number,
    empty_trash,
    restore_all,
    restore_task,
    trash_of,
)
from chatbot.domain.text import search_words
from chatbot.models import Change, DeletedList, User
from chatbot.models.keyset import Keyset
from chatbot.pages.highlight import highlighted
from chatbot.pages.redirects import carry_out, next_url, refuse_at
from chatbot.pages.shell import shell, stream_context
from chatbot.pages.signed_in import SignedInRequest, signed_in
from chatbot.pages.tasks.change_words import names_of, sentence
from chatbot.pages.tasks.undoable import carry_out_undoable
from chatbot.pages.times import moment_html

TASKS_PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class DeletedRow:
    number: int
    title: SafeString
    question: str  # before it is deleted for good
    deleted: str  # "The assistant deleted it"
    when: SafeString

    @property
    def restore_url(self) -> str:
        return reverse("task-restore", args=[self.number])

    @property
    def for_good_url(self) -> str:
        return reverse("task-delete-for-good", args=[self.number])

    @property
    def history_url(self) -> str:
        return f"{reverse('task-history')}?task={self.number}"


@require_safe
@signed_in
def trash(request: SignedInRequest) -> HttpResponse:
    """The deleted tasks, the latest first, a page at a time; with `q`, those that have its words."""
    query = request.GET.get("q", "").strip()
    context = {
        **stream_context(request.user),
        **shell(request.user, "tasks"),
        "query": query,
        "kept_days": settings.HISTORY_RETENTION_DAYS,
        "lists": [] if query else DeletedList.objects.of(request.user).kept(),
    }
    try:
        keyset = Keyset(trash_of(request.user, query))
    except Invalid as error:
        return render(request, "tasks/trash.html", {**context, "error": error.message}, status=400)
    page = keyset.page_or_first(TASKS_PER_PAGE, request.GET.get("cursor"))
    rows = list(_rows(request.user, page.rows, query))
    return render(request, "tasks/trash.html", {**context, "rows": rows, "page": page})


def _rows(user: User, deletions: Sequence[Change], query: str) -> Iterator[DeletedRow]:
    words = search_words(query) if query else []
    names, now = names_of(deletions), timezone.now()
    for deletion in deletions:
        task = deletion.before or {}
        yield DeletedRow(
            task["number"],
            highlighted(task["title"], words),
            _question(task["title"]),
            sentence(deletion, names),
            moment_html(deletion.created_at, user.date_settings, now),
        )


@require_POST
@signed_in
def restore(request: SignedInRequest, number: int) -> HttpResponse:
    deletion = deletion_of_number(request.user, number)

    def verb() -> str:
        restored = restore_task(request.user, deletion.task_id)
        return _("Restored “%(title)s”.") % {"title": restored.title}

    return carry_out_undoable(request, verb, next_url(request, reverse("tasks")))


@require_POST
@signed_in
def restore_everything(request: SignedInRequest) -> HttpResponse:
    """What the page lists on all of its pages: all deleted tasks, or those that match `q`."""

    def verb() -> str:
        count = restore_all(request.user, request.GET.get("q", "").strip())
        return ngettext("%(count)d task restored.", "%(count)d tasks restored.", count) % {"count": count}

    return carry_out_undoable(request, verb, next_url(request, reverse("task-trash")))


@signed_in
def delete(request: SignedInRequest, number: int) -> HttpResponse:
    """Ask for confirmation; with POST, delete for good."""
    deletion = deletion_of_number(request.user, number)
    question = _question((deletion.before or {})["title"])
    return _ask(request, question, lambda: delete_for_good(request.user, deletion.task_id))


@signed_in
def empty(request: SignedInRequest) -> HttpResponse:
    """Ask for confirmation; with POST, delete all for good."""
    count = trash_of(request.user).count()
    question = ngettext(
        "%(count)d task and its history are deleted. This cannot be undone.",
        "%(count)d tasks and their history are deleted. This cannot be undone.",
        count,
    ) % {"count": count}
    return _ask(request, question, lambda: empty_trash(request.user))


def _question(title: str) -> str:
    return _("“%(title)s” and its history are deleted. This cannot be undone.") % {"title": title}


def _ask(request: SignedInRequest, question: str, verb: Callable[[], object]) -> HttpResponse:
    url = reverse("task-trash")
    if request.method == "POST":
        return carry_out(request, verb, url, refuse_at(request, url))
    context = {**shell(request.user, "tasks"), "question": question, "back_url": url}
    return render(request, "tasks/delete_for_good.html", context)
