"""The buttons of an MCP server's page."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chatbot.domain.errors import Conflict, LimitReached
from chatbot.domain.mcp_servers.servers import change_server, delete_server, request_look
from chatbot.pages.redirects import SeeOther
from chatbot.pages.signed_in import SignedInRequest, signed_in


@require_POST
@signed_in
def check(request: SignedInRequest, server_id: UUID) -> HttpResponse:
    sentence = _("It is being asked for its tools. Load this page again to see them.")
    return _done(request, server_id, lambda: request_look(request.user, server_id), sentence)


@require_POST
@signed_in
def enable(request: SignedInRequest, server_id: UUID) -> HttpResponse:
    return _done(
        request,
        server_id,
        lambda: change_server(request.user, server_id, is_enabled=True),
        _("It is switched on."),
    )


@require_POST
@signed_in
def disable(request: SignedInRequest, server_id: UUID) -> HttpResponse:
    return _done(
        request,
        server_id,
        lambda: change_server(request.user, server_id, is_enabled=False),
        _("It is switched off."),
    )


@require_POST
@signed_in
def delete(request: SignedInRequest, server_id: UUID) -> HttpResponse:
    delete_server(request.user, server_id)
    messages.success(request, _("The MCP server is deleted."))
    return SeeOther(reverse("mcp-servers"))


def _done(
    request: SignedInRequest, server_id: UUID, command: Callable[[], object], sentence: str
) -> HttpResponse:
    """Back to the page, which says what was done, or why not."""
    try:
        command()
    except (Conflict, LimitReached) as error:
        messages.error(request, error.message)
    else:
        messages.success(request, sentence)
    return SeeOther(reverse("mcp-server", args=[server_id]))
