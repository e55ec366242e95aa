"""Changes of saved views of tasks."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from .frame import Event, Moment, Result


class ViewFilters(Result):
    """What a view shows, and how; what is empty is as on the tasks page."""

    status: Literal["", "today", "upcoming", "overdue", "completed", "all"] = ""
    list: str = ""  # the id of a list, or `inbox`
    q: str = ""
    priority: Literal["", "low", "medium", "high"] = ""
    tag: str = ""
    sort: Literal["", "priority", "title", "newest", "mine"] = ""
    group: Literal["", "none", "priority", "list"] = ""


class ViewResult(Result):
    id: UUID
    name: str
    filters: ViewFilters
    created_at: Moment


class DeletedView(Result):
    id: UUID
    name: str


class ViewEvent(Event):
    message: str
    result: ViewResult | DeletedView


class ViewSaved(ViewEvent):
    """A view of tasks was added, renamed, or has other filters."""

    event_type: Literal["view_saved"] = "view_saved"
    result: ViewResult


class ViewDeleted(ViewEvent):
    """A view of tasks was deleted. No task has changed."""

    event_type: Literal["view_deleted"] = "view_deleted"
    result: DeletedView
