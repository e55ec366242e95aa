"""Saved views beside the tasks: they are added, renamed and deleted where they are shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.views.decorators.http import require_POST

from chatbot.domain.tasks import views as commands
from chatbot.models import TaskView, User
from chatbot.pages.redirects import carry_out, refuse_at
from chatbot.pages.signed_in import SignedInRequest, signed_in
from chatbot.pages.tasks.filters import Filters, address_of


@dataclass(frozen=True, slots=True)
class ViewLink:
    id: UUID
    name: str
    url: str
    is_current: bool = False


def view_links(owner: User, filters: Filters) -> list[ViewLink]:
    return [
        ViewLink(view.pk, view.name, address_of(view.filters), view.filters == filters.values)
        for view in TaskView.objects.of(owner)
    ]


@require_POST
@signed_in
def add(request: SignedInRequest) -> HttpResponse:
    """Save what the page shows, `filters`, under a name."""
    filters = _filters(request)
    return _done(
        request, filters, lambda: commands.add_view(request.user, name=_name(request), filters=filters)
    )


@require_POST
@signed_in
def change(request: SignedInRequest, view_id: UUID) -> HttpResponse:
    """Rename a view, or delete it with `delete`."""
    if "delete" in request.POST:
        return _done(request, _filters(request), lambda: commands.delete_view(request.user, view_id))
    return _done(
        request, _filters(request), lambda: commands.update_view(request.user, view_id, name=_name(request))
    )


def _name(request: SignedInRequest) -> str:
    return request.POST.get("name", "")


def _filters(request: SignedInRequest) -> dict[str, str]:
    """Those of the page, from the query of its address."""
    given = QueryDict(request.POST.get("filters", ""))
    return {name: given[name] for name in commands.FILTERS if given.get(name)}


def _done(request: SignedInRequest, filters: dict[str, str], verb: Callable[[], Any]) -> HttpResponse:
    url = f"{address_of(filters)}#view-summary"
    return carry_out(request, verb, url, refuse_at(request, url))
