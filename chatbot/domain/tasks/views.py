"""Saved views of tasks: add, rename, change and delete them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_args
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from chatbot.domain.errors import Conflict, Invalid, NotFound
from chatbot.domain.events import DeletedView, ViewDeleted, ViewFilters, ViewResult, ViewSaved
from chatbot.domain.events.frame import Json
from chatbot.domain.people.locking import lock_user
from chatbot.domain.publish import publish
from chatbot.domain.text import SEARCH_LENGTH, clean
from chatbot.models import TaskView, User
from chatbot.models.folding import fold
from chatbot.models.task import TAG_LENGTH
from chatbot.models.task_view import NAME_LENGTH
from streaming.log import iso

VIEWS_PER_PERSON = 100
FILTERS = tuple(ViewFilters.model_fields)
_LONGEST = {"list": 36, "q": SEARCH_LENGTH, "tag": TAG_LENGTH}


def choices_of(name: str) -> tuple[str, ...]:
    """The values that a filter can have; none if it can be any text."""
    return get_args(ViewFilters.model_fields[name].annotation)


@transaction.atomic
def add_view(owner: User, *, name: str, filters: Mapping[str, str]) -> TaskView:
    """Raises `Invalid`, and `Conflict` above `VIEWS_PER_PERSON`."""
    lock_user(owner)
    others = list(TaskView.objects.of(owner))
    if len(others) >= VIEWS_PER_PERSON:
        raise Conflict(_("You have %(count)d views. Delete one of them first.") % {"count": len(others)})
    view = TaskView(owner=owner, filters=_cleaned(filters))
    _name(view, name, others)
    view.save(force_insert=True)
    publish(owner.pk, ViewSaved(message=f"Saved the view {view.name}", result=view_result(view)))
    return view


@transaction.atomic
def update_view(
    owner: User, view_id: UUID, *, name: str | None = None, filters: Mapping[str, str] | None = None
) -> TaskView:
    """Rename a view, or give it other filters. Raises `Invalid`, `NotFound`."""
    lock_user(owner)
    views = list(TaskView.objects.of(owner))
    view = _found(views, view_id)
    before = view_result(view)
    if name is not None:
        _name(view, name, [one for one in views if one is not view])
    if filters is not None:
        view.filters = _cleaned(filters)
    if view_result(view) != before:
        view.save(update_fields=["name", "folded_name", "filters"])
        publish(owner.pk, ViewSaved(message=f"Saved the view {view.name}", result=view_result(view)))
    return view


@transaction.atomic
def delete_view(owner: User, view_id: UUID) -> None:
    """Raises `NotFound`."""
    lock_user(owner)
    view = _found(list(TaskView.objects.of(owner)), view_id)
    view.delete()
    result = DeletedView(id=view_id, name=view.name)
    publish(owner.pk, ViewDeleted(message=f"Deleted the view {view.name}", result=result))


def view_result(view: TaskView) -> ViewResult:
    return ViewResult(
        id=view.pk, name=view.name, filters=ViewFilters(**view.filters), created_at=iso(view.created_at)
    )


def view_json(view: TaskView) -> Json:
    return view_result(view).as_json()


def _found(views: list[TaskView], view_id: UUID) -> TaskView:
    view = next((one for one in views if one.pk == view_id), None)
    if view is None:
        raise NotFound(_("There is no such view."))
    return view


def _name(view: TaskView, name: str, others: list[TaskView]) -> None:
    view.name = clean(name, field="name", limit=NAME_LENGTH, single_line=True)
    view.folded_name = fold(view.name)
    if twin := next((one for one in others if one.folded_name == view.folded_name), None):
        raise Invalid(_("There is a view “%(name)s” already.") % {"name": twin.name}, "name")


def _cleaned(filters: Mapping[str, str]) -> dict[str, str]:
    """Without those that are empty."""
    if unknown := set(filters) - set(FILTERS):
        raise Invalid(_("There is no filter “%(name)s”.") % {"name": min(unknown)}, "filters")
    cleaned = {}
    for name, value in filters.items():
        if choices := choices_of(name):
            if value not in choices:
                known = ", ".join(filter(None, choices))
                raise Invalid(
                    _("%(name)s is one of: %(choices)s.") % {"name": name, "choices": known}, "filters"
                )
            cleaned[name] = value
        else:
            cleaned[name] = clean(value, field=name, limit=_LONGEST[name], required=False, single_line=True)
    return {name: value for name, value in cleaned.items() if value}
