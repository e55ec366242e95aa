"""Download all data of an account, delete its chats, or delete the account."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET

from chatbot.domain.errors import Conflict
from chatbot.domain.history.export import export
from chatbot.domain.people.accounts import delete_account, delete_conversations
from chatbot.models import Conversation, Task
from chatbot.pages.account.forms import PasswordAgainForm
from chatbot.pages.redirects import SeeOther
from chatbot.pages.shell import shell
from chatbot.pages.signed_in import SignedInRequest, signed_in
from streaming.database import query

_PIECE = 65_536  # characters that are read and sent at a time


@require_GET
@signed_in
def download(request: SignedInRequest) -> StreamingHttpResponse:
    name = f"lockstep-{request.user.get_username()}-{timezone.localdate()}.json"
    response = StreamingHttpResponse(_sent(export(request.user)), content_type="application/json")
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response.headers["Cache-Control"] = "no-store"
    return response


@signed_in
def delete_chats(request: SignedInRequest) -> HttpResponse:
    if request.method == "POST":
        count = delete_conversations(request.user)
        messages.success(
            request, ngettext("Deleted %(count)d chat.", "Deleted %(count)d chats.", count) % {"count": count}
        )
        return SeeOther(reverse("settings"))
    count = Conversation.objects.of(request.user).chats().count()
    return render(
        request, "accounts/chats_delete.html", {**shell(request.user, "settings"), "chat_count": count}
    )


@sensitive_post_parameters("password")
@signed_in
def delete(request: SignedInRequest) -> HttpResponse:
    """Delete the account, after its password is entered again."""
    form = PasswordAgainForm(request, request.user)
    if form.is_valid():
        try:
            delete_account(request.user)
        except Conflict as conflict:
            form.add_error(None, conflict.message)
        else:
            logout(request)
            messages.success(request, _("Your account and everything in it is deleted."))
            return SeeOther(reverse("sign-in"))
    context = {
        **shell(request.user, "settings"),
        "form": form,
        "task_count": Task.objects.of(request.user).count(),
        "chat_count": Conversation.objects.of(request.user).chats().count(),
    }
    return render(request, "accounts/account_delete.html", context, status=400 if form.errors else 200)


async def _sent(pieces: Iterator[str]) -> AsyncIterator[str]:
    while text := await query(_some, pieces):
        yield text


def _some(pieces: Iterator[str]) -> str:
    """The next pieces; empty at the end."""
    taken, size = [], 0
    for piece in pieces:
        taken.append(piece)
        size += len(piece)
        if size >= _PIECE:
            break
    return "".join(taken)
