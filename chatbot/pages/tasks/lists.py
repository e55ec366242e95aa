"""The lists beside the tasks, and the page on which they are edited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chatbot.domain.errors import DomainError
from chatbot.domain.tasks import lists as commands
from chatbot.models import Task, TaskList, User
from chatbot.models.task import INBOX
from chatbot.pages.redirects import SeeOther, carry_out, next_url, refuse_at
from chatbot.pages.shell import shell, stream_context
from chatbot.pages.signed_in import SignedInRequest, signed_in
from chatbot.pages.statuses import status_of
from chatbot.pages.tasks.filters import Filters


@dataclass(frozen=True, slots=True)
class ListLink:
    """A list, the inbox or all tasks, with the number of open tasks there."""

    label: str
    url: str
    count: int
    is_current: bool
    colour: str = ""
    is_inbox: bool = False


def links_of(owner: User, filters: Filters, *, in_view: bool) -> list[ListLink]:
    """Empty if the person has no lists. An archived list is there while it is chosen.

    Where a saved view is shown, that is the current one, and no list.
    """
    stored = [
        one for one in TaskList.objects.of(owner) if not one.is_archived or str(one.pk) == filters.place
    ]
    if not stored:
        return []
    counts = _open_counts(owner)

    def link(label: str, place: str, count: int, **more: Any) -> ListLink:
        return ListLink(
            label, filters.address(list=place), count, filters.place == place and not in_view, **more
        )

    return [
        link(_("All lists"), "", sum(counts.values())),
        link(_("Inbox"), INBOX, counts.get(None, 0), is_inbox=True),
        *(link(one.name, str(one.pk), counts.get(one.pk, 0), colour=one.colour) for one in stored),
    ]


def _open_counts(owner: User) -> dict[UUID | None, int]:
    found = Task.objects.of(owner).pending().order_by().values_list("list").annotate(count=Count("pk"))
    return dict(found)


@signed_in
def lists(request: SignedInRequest) -> HttpResponse:
    """The lists, each with its form, and the form for a new one."""
    if request.method != "POST":
        return _page(request)
    name = request.POST.get("name", "")
    try:
        added = commands.add_list(request.user, name=name, **_given(request, "colour"))
    except DomainError as error:
        return _page(request, status_of(error), name=name, problem=error.message)
    return SeeOther(f"{reverse('lists')}#list-{added.pk}")


@require_POST
@signed_in
def change(request: SignedInRequest, list_id: UUID) -> HttpResponse:
    """Rename a list, change its colour, or by other buttons move or archive it."""
    given: dict[str, Any] = _given(request, "name", "colour")
    if (position := request.POST.get("position", "")).isdecimal():
        given["position"] = int(position[:6])
    if "is_archived" in request.POST:
        given["is_archived"] = request.POST["is_archived"] == "true"
    try:
        commands.update_list(request.user, list_id, **given)
    except DomainError as error:
        messages.error(request, error.message)
    return SeeOther(f"{reverse('lists')}#list-{list_id}")


@require_POST
@signed_in
def delete(request: SignedInRequest, list_id: UUID) -> HttpResponse:
    """Delete; the next page offers to undo that."""
    stored = get_object_or_404(TaskList.objects.of(request.user), pk=list_id)
    commands.delete_list(request.user, list_id)
    restore_url = reverse("list-restore", args=[list_id])
    messages.success(
        request, _("Deleted the list “%(name)s”.") % {"name": stored.name}, extra_tags=restore_url
    )
    return SeeOther(reverse("lists"))


@require_POST
@signed_in
def restore(request: SignedInRequest, list_id: UUID) -> HttpResponse:
    """Restore a deleted list, with its tasks."""
    url = next_url(request, f"{reverse('lists')}#list-{list_id}")
    return carry_out(
        request, lambda: commands.restore_list(request.user, list_id), url, refuse_at(request, url)
    )


def _given(request: SignedInRequest, *names: str) -> Any:
    return {name: request.POST[name] for name in names if request.POST.get(name)}


def _page(request: SignedInRequest, status: int = 200, **new: str) -> HttpResponse:
    """`new` is what was typed for a list that was refused, and why."""
    user = request.user
    listening = stream_context(user)  # read first: the script gets all events after this position
    counts = _open_counts(user)
    stored = list(TaskList.objects.of(user))
    context = {
        **listening,
        **shell(user, "tasks"),
        **new,
        "rows": _rows([one for one in stored if not one.is_archived], counts),
        "archived": [one for one in stored if one.is_archived],
        "colours": TaskList.Colour.choices,
    }
    return render(request, "tasks/lists.html", context, status=status)


@dataclass(frozen=True, slots=True)
class ListRow:
    list: TaskList
    count: int
    before: int  # the position that moves it up; 0 for the first one
    after: int


def _rows(stored: Sequence[TaskList], counts: dict[UUID | None, int]) -> list[ListRow]:
    """In the order of their positions, among which archived lists have places too."""
    places = [one.position for one in stored]
    return [
        ListRow(one, counts.get(one.pk, 0), before, after)
        for one, before, after in zip(stored, [0, *places], [*places[1:], 0], strict=False)
    ]
