"""Answer a form with what was done to tasks, and an address that undoes it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse

from chatbot.domain.errors import DomainError
from chatbot.domain.tasks.changes import recorded
from chatbot.models import Change
from chatbot.pages.redirects import SeeOther, is_from_script, sentence
from chatbot.pages.statuses import status_of


def carry_out_undoable(request: HttpRequest, verb: Callable[[], str], url: str) -> HttpResponse:
    """Carry out a form; `verb` returns what it has done, in words. `url` shows it with "Undo", or an error.

    A script gets the words and the address instead.
    """
    try:
        with transaction.atomic(), recorded() as changes:
            said = verb()
    except DomainError as error:
        if is_from_script(request):
            return sentence(error.message, status_of(error))
        messages.error(request, error.message)
        return SeeOther(url)
    if is_from_script(request):
        return JsonResponse({"said": said, "undo_url": undo_url(changes)})
    messages.success(request, said, extra_tags=undo_url(changes))
    return SeeOther(url)


def undo_url(changes: Sequence[Change]) -> str:
    """The address that undoes the changes of one command; "" if nothing has changed."""
    return reverse("task-command-undo", args=[changes[0].command_id]) if changes else ""
