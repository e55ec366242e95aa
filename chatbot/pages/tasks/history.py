"""The history of all tasks, or of one: who changed what, with undo."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from chatbot.domain.tasks.changes import state_of
from chatbot.domain.tasks.history import changes_of, history_of, reasons_against_undo, task_of_number
from chatbot.domain.tasks.undo import undo_change
from chatbot.models import Change, ToolCall, User
from chatbot.models.keyset import Keyset
from chatbot.pages.redirects import carry_out, next_url, refuse_at
from chatbot.pages.shell import shell, stream_context
from chatbot.pages.signed_in import SignedInRequest, signed_in
from chatbot.pages.tasks.change_words import Line, Reader, lines, names_of, sentence
from chatbot.pages.times import moment_html

CHANGES_PER_PAGE = 50
ACTORS = {
    "": gettext_lazy("Everybody"),
    "owner": gettext_lazy("You"),
    "assistant": gettext_lazy("The assistant"),
    "client": gettext_lazy("Programs via MCP"),
    "staff": gettext_lazy("Administrators"),
}
_REFUSALS = {
    "": "",
    "changed": gettext_lazy("It was changed since."),
    "deleted": gettext_lazy("It was deleted since."),
    "restored": gettext_lazy("It was brought back since."),
}


@dataclass(frozen=True, slots=True)
class Choice:
    label: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class Origin:
    """The run that made a change, by the title of its chat."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """`refusal` says why the change cannot be undone; "" if it can."""

    id: int
    number: int
    title: str
    sentence: str
    when: SafeString
    lines: tuple[Line, ...]
    origin: Origin | None
    refusal: str

    @property
    def task_url(self) -> str:
        return reverse("task", args=[self.number])

    @property
    def undo_url(self) -> str:
        return reverse("task-change-undo", args=[self.id])


@require_safe
@signed_in
def history(request: SignedInRequest) -> HttpResponse:
    """With `task`, only of the task with that number; with `by`, only what one kind of actor did."""
    user, by = request.user, request.GET.get("by", "")
    listening = stream_context(user)  # read first: the script gets all events after this position
    by = by if by in ACTORS else ""
    number = request.GET.get("task", "")
    number = number if number.isascii() and number.isdecimal() else ""
    changes = history_of(user, task_of_number(user, int(number))) if number else changes_of(user)
    page = Keyset(changes.by(by)).page_or_first(CHANGES_PER_PAGE, request.GET.get("cursor"))
    rows = list(_rows(user, page.rows))
    context = {
        **listening,
        **shell(user, "tasks"),
        "rows": rows,
        "kept_days": settings.HISTORY_RETENTION_DAYS,
        "number": number,
        "title": rows[0].title if number and rows else "",
        "choices": [Choice(str(ACTORS[key]), _address(task=number, by=key), key == by) for key in ACTORS],
        "newer": page.previous and _address(task=number, by=by, cursor=page.previous),
        "older": page.following and _address(task=number, by=by, cursor=page.following),
    }
    return render(request, "tasks/history.html", context)


@require_POST
@signed_in
def undo(request: SignedInRequest, change_id: int) -> HttpResponse:
    url = next_url(request, reverse("task-history"))
    return carry_out(request, lambda: undo_change(request.user, change_id), url, refuse_at(request, url))


def _rows(user: User, changes: Sequence[Change]) -> Iterator[HistoryRow]:
    names, reader = names_of(changes), Reader.of(user, changes)
    reasons = reasons_against_undo(user, changes)
    for change in changes:
        task = state_of(change)
        yield HistoryRow(
            id=change.pk,
            number=task["number"],
            title=task["title"],
            sentence=sentence(change, names),
            when=moment_html(change.created_at, reader.dates, reader.now),
            lines=tuple(lines(change, reader)),
            origin=_origin(change.tool_call),
            refusal=str(_REFUSALS[reasons[change.pk]]),
        )


def _origin(call: ToolCall | None) -> Origin | None:
    if call is None or call.run.conversation.deleted_at:
        return None
    return Origin(call.run.conversation.title or _("Plan"), reverse("run", args=[call.run_id]))


def _address(**values: str) -> str:
    query = urlencode({name: value for name, value in values.items() if value})
    return reverse("task-history") + (f"?{query}" if query else "")
