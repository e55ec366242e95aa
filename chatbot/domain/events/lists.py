"""Changes of the lists on which tasks are."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from chatbot.models import TaskList

from .frame import Event, Moment, Result


class ListResult(Result):
    id: UUID
    name: str
    colour: TaskList.Colour
    position: int
    is_archived: bool
    created_at: Moment


class DeletedList(Result):
    id: UUID
    name: str


class ListEvent(Event):
    message: str
    result: ListResult | DeletedList


class ListCreated(ListEvent):
    """A list was added."""

    event_type: Literal["list_created"] = "list_created"
    result: ListResult


class ListUpdated(ListEvent):
    """A list was renamed, moved, archived, or has another colour."""

    event_type: Literal["list_updated"] = "list_updated"
    result: ListResult


class ListDeleted(ListEvent):
    """A list was deleted. Its tasks are in the inbox: their `list` is null, and nothing else has changed."""

    event_type: Literal["list_deleted"] = "list_deleted"
    result: DeletedList
