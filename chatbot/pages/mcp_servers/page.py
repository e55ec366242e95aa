"""The list of a person's MCP servers, the page of one, and the form that changes it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from chatbot.domain.errors import DomainError, Invalid
from chatbot.domain.mcp_servers.servers import add_server, change_server, get_server
from chatbot.pages.redirects import REFUSALS, SeeOther
from chatbot.pages.shell import shell
from chatbot.pages.signed_in import SignedInRequest, signed_in

from .forms import ServerForm
from .rows import server_row, server_rows, tool_rows


@sensitive_post_parameters("password", "token")
@signed_in
def servers(request: SignedInRequest) -> HttpResponse:
    """The MCP servers of a person, and the form for another one."""
    form = ServerForm(request, request.user)
    if form.is_valid():
        try:
            added = add_server(request.user, **form.values)
        except REFUSALS as error:
            form.add_error(_field(error), error.message)
        else:
            messages.success(request, _("It is added, and is being asked for its tools."))
            return SeeOther(reverse("mcp-server", args=[added.pk]))
    context = {"form": form, "servers": server_rows(request.user)}
    return _page(request, "servers.html", context, status=400 if form.errors else 200)


@require_safe
@signed_in
def server(request: SignedInRequest, server_id: UUID) -> HttpResponse:
    found = get_server(request.user, server_id)
    context = {"server": found, "row": server_row(found, request.user), "tools": tool_rows(found)}
    return _page(request, "server.html", context)


@sensitive_post_parameters("password", "token")
@signed_in
def change(request: SignedInRequest, server_id: UUID) -> HttpResponse:
    found = get_server(request.user, server_id)
    form = ServerForm(request, request.user, found)
    if form.is_valid():
        try:
            change_server(request.user, server_id, **form.values)
        except REFUSALS as error:
            form.add_error(_field(error), error.message)
        else:
            messages.success(request, _("Saved."))
            return SeeOther(reverse("mcp-server", args=[server_id]))
    return _page(request, "change.html", {"form": form, "server": found}, status=400 if form.errors else 200)


def _page(
    request: SignedInRequest, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    context = {**shell(request.user, "settings"), **context}
    response = render(request, f"mcp_servers/{template}", context, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


def _field(error: DomainError) -> str | None:
    return error.field or None if isinstance(error, Invalid) else None
