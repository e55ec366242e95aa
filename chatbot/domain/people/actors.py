"""Who changes a task: its owner, the assistant or a client in a tool call, or staff in the admin.

`Task.changed_by` stores it for each field, so that a form can name who changed a field while it was open.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID

from django.utils.translation import gettext as _

from chatbot.models import Task, User

OWNER = "owner"
ASSISTANT = "assistant"
_STAFF = "staff:"
_CLIENT = "client"

_actor: ContextVar[str] = ContextVar("actor", default=OWNER)


@contextmanager
def acting_as(name: str) -> Iterator[None]:
    """Changes of tasks within are recorded as this actor's; the default is the owner."""
    token = _actor.set(name)
    try:
        yield
    finally:
        _actor.reset(token)


def actor() -> str:
    """Who is changing tasks now."""
    return _actor.get()


def staff(pk: UUID) -> str:
    return f"{_STAFF}{pk}"


def client(name: str) -> str:
    """A program of the owner, by what the owner calls it."""
    return f"{_CLIENT}:{name}"


def client_name(actor: str) -> str:
    """The name of a client for people; "" for anybody else."""
    kind, _colon, name = actor.partition(":")
    return _("%(client)s via MCP") % {"client": name} if kind == _CLIENT else ""


def staff_of(actor: str) -> str:
    """The id of a member of staff; "" for anybody else."""
    return actor.removeprefix(_STAFF) if actor.startswith(_STAFF) else ""


def kind_of(actor: str) -> str:
    """Owner, assistant, client or staff, without which member of staff."""
    return actor.partition(":")[0]


def marked(task: Task, fields: Iterable[str]) -> dict[str, str]:
    """The task's `changed_by` after the current actor has changed these fields."""
    return {**task.changed_by, **dict.fromkeys(fields, actor())}


def name_of(actor: str, owner: User, viewer: User) -> str:
    """The name of an actor for the viewer, to follow "by"."""
    if actor == ASSISTANT:
        return _("the assistant")
    if name := client_name(actor):
        return name
    pk = str(owner.pk) if actor == OWNER else actor.removeprefix(_STAFF)
    if pk == str(viewer.pk):
        return _("you, elsewhere")
    user = User.objects.filter(pk=pk).first()
    if user is None:
        return _("an administrator")
    if actor == OWNER:
        return user.get_username()
    return _("%(name)s (administrator)") % {"name": user.get_username()}
