"""Lists: add, rename, move, archive and delete them. A task on no list is in the inbox."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NotRequired, TypedDict, Unpack
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from chatbot.domain.errors import Conflict, Invalid, NotFound
from chatbot.domain.events import DeletedList as DeletedListResult
from chatbot.domain.events import ListCreated, ListDeleted, ListResult, ListUpdated
from chatbot.domain.events.frame import Json
from chatbot.domain.people.locking import lock_user
from chatbot.domain.publish import publish
from chatbot.domain.tasks.changes import command_id, note, recorded, snapshot
from chatbot.domain.tasks.restoring import locked_tasks, restore
from chatbot.domain.text import clean
from chatbot.models import Change, DeletedList, Task, TaskList, User
from chatbot.models.folding import fold
from chatbot.models.task_list import NAME_LENGTH
from streaming.log import iso

LISTS_PER_PERSON = 200
# No list has one of these names, in any language: they are what people call the tasks on no list.
INBOX = ("inbox", "eingang")
_KEPT = ("name", "colour", "position", "is_archived")  # of a deleted list


class ListFields(TypedDict, total=False):
    """`position` counts from 1; the lists after it are moved."""

    name: str
    colour: str
    position: int
    is_archived: bool


class NewList(TypedDict):
    name: str
    colour: NotRequired[str]


@transaction.atomic
def add_list(owner: User, **fields: Unpack[NewList]) -> TaskList:
    """Add a list at the end, in a colour that is used least.

    Raises `Invalid`, and `Conflict` above `LISTS_PER_PERSON`.
    """
    values = _cleaned(fields)
    lock_user(owner)
    others = _others(owner, values["name"])
    colours = [one.colour for one in others]
    added = TaskList(
        owner=owner,
        name=values["name"],
        folded_name=fold(values["name"]),
        colour=values.get("colour") or min(TaskList.Colour.values, key=colours.count),
        position=max((one.position for one in others), default=0) + 1,
    )
    added.save(force_insert=True)
    publish(owner.pk, ListCreated(message=f"Added the list {added.name}", result=list_result(added)))
    return added


@transaction.atomic
def update_list(owner: User, list_id: UUID, **fields: Unpack[ListFields]) -> TaskList:
    """Change the given fields. Raises `Invalid`, `NotFound`, and `Conflict` if it cannot be archived."""
    values = _cleaned(fields)
    lists, changed = _locked(owner, list_id)
    others = [one for one in lists if one is not changed]
    if "name" in values:
        _require_free(values["name"], others)
        values["folded_name"] = fold(values["name"])
    is_archived_now = values.get("is_archived") and not changed.is_archived
    if is_archived_now and changed.tasks.filter(completed_at=None).exists():
        raise Conflict(_("There are open tasks on this list. Complete or move them first."))
    place = min(values.pop("position", changed.position), len(lists))
    before = {one.pk: list_result(one) for one in lists}
    for name, value in values.items():
        setattr(changed, name, value)
    others.insert(place - 1, changed)
    _store(owner, others, before)
    return changed


@transaction.atomic
@recorded()
def delete_list(owner: User, list_id: UUID) -> None:
    """Delete a list, which can be restored. Its tasks stay, in the inbox. Raises `NotFound`."""
    # Tasks are locked before the list is, as by commands that move one.
    for task in Task.objects.of(owner).filter(list_id=list_id).locked().order_by("number"):
        before = snapshot(task)
        note(task, before, {**before, "list": None})
    doomed = TaskList.objects.of(owner).select_for_update().filter(pk=list_id).first()
    if doomed is None:
        raise NotFound(_("There is no such list."))
    DeletedList.objects.create(
        owner=owner,
        list_id=list_id,
        command_id=command_id(),
        list_created_at=doomed.created_at,
        **{name: getattr(doomed, name) for name in _KEPT},
    )
    doomed.delete()
    result = DeletedListResult(id=list_id, name=doomed.name)
    publish(owner.pk, ListDeleted(message=f"Deleted the list {doomed.name}", result=result))


@transaction.atomic
@recorded()
def restore_list(owner: User, list_id: UUID) -> TaskList:
    """Restore a deleted list, and put those of its tasks back that are in the inbox now.

    Raises `NotFound`; `Conflict` above `LISTS_PER_PERSON`; `Invalid` if another list has its name by now.
    """
    lock_user(owner)
    deleted = DeletedList.objects.of(owner).kept().select_for_update().filter(list_id=list_id).first()
    if deleted is None:
        raise NotFound(_("There is no such list."))
    others = _others(owner, deleted.name)
    moved = Change.objects.of(owner).filter(command_id=deleted.command_id, before__list=str(list_id))
    present = locked_tasks(owner, moved.values("task_id"))
    restored = TaskList(
        id=list_id,
        owner=owner,
        folded_name=fold(deleted.name),
        created_at=deleted.list_created_at,
        **{name: getattr(deleted, name) for name in _KEPT},
    )
    restored.save(force_insert=True)
    publish(owner.pk, ListCreated(message=f"Restored the list {restored.name}", result=list_result(restored)))
    place = sum(one.position < restored.position for one in others)
    before = {one.pk: list_result(one) for one in [*others, restored]}
    _store(owner, [*others[:place], restored, *others[place:]], before)
    left = {pk: task for pk, task in present.items() if task.list_id is None}
    restore(owner, left, {pk: {**snapshot(task), "list": str(list_id)} for pk, task in left.items()})
    deleted.delete()
    return restored


def list_result(one: TaskList) -> ListResult:
    return ListResult(
        id=one.pk,
        name=one.name,
        colour=TaskList.Colour(one.colour),
        position=one.position,
        is_archived=one.is_archived,
        created_at=iso(one.created_at),
    )


def list_json(one: TaskList) -> Json:
    return list_result(one).as_json()


def find_list(owner: User, name: str) -> TaskList | None:
    """The list that a name means, ignoring case and accents; None for the inbox. Raises `Invalid`."""
    if not name.strip() or is_inbox(name):
        return None
    found = TaskList.objects.of(owner).named(clean(name, field="list", limit=NAME_LENGTH, single_line=True))
    if one := found.first():
        return one
    names = ", ".join(TaskList.objects.of(owner).current().values_list("name", flat=True))
    text = _("There is no list “%(name)s”. There are: %(names)s.") if names else _("There are no lists yet.")
    raise Invalid(text % {"name": name, "names": names}, "list")


def name_of_list(owner: User, chosen: TaskList | str | None) -> str:
    """The name of a list, or of the one with an id, for people."""
    if isinstance(chosen, str) and chosen:
        chosen = TaskList.objects.of(owner).filter(pk=chosen).first()
    return chosen.name if isinstance(chosen, TaskList) else _("Inbox")


def is_inbox(name: str) -> bool:
    return fold(name.strip()) in INBOX


def with_list(owner: User, values: Mapping[str, Any], task: Task | None = None) -> dict[str, Any]:
    """The values with the list itself, locked, in place of its id.

    Left out if it is that of the task. Raises `Invalid` if the owner has no such list, or it is archived.
    """
    present = task.list_id if task else None
    if "list" not in values or values["list"] == present:
        return {name: value for name, value in values.items() if name != "list"}
    if values["list"] is None:
        return dict(values)
    found = TaskList.objects.of(owner).select_for_update(no_key=True).filter(pk=values["list"]).first()
    if found is None:
        raise Invalid(_("There is no such list."), "list")
    if found.is_archived:
        raise Invalid(_("The list “%(name)s” is archived.") % {"name": found.name}, "list")
    return {**values, "list": found}


def _cleaned(fields: Mapping[str, Any]) -> dict[str, Any]:
    values = dict(fields)
    if "name" in values:
        values["name"] = _clean_name(values["name"])
    if "colour" in values and values["colour"] not in TaskList.Colour.values:
        colours = ", ".join(TaskList.Colour.values)
        raise Invalid(_("The colour is one of: %(colours)s.") % {"colours": colours}, "colour")
    if values.get("position", 1) < 1:
        raise Invalid(_("The first position is 1."), "position")
    return values


def _clean_name(value: object) -> str:
    name = clean(value, field="name", limit=NAME_LENGTH, single_line=True)
    if is_inbox(name):
        raise Invalid(_("“%(name)s” is the name for tasks on no list.") % {"name": name}, "name")
    return name


def _others(owner: User, name: str) -> list[TaskList]:
    """The lists beside a new one. Raises `Invalid`, `Conflict` if there can be none of that name."""
    others = list(TaskList.objects.of(owner))
    if len(others) >= LISTS_PER_PERSON:
        raise Conflict(_("You have %(count)d lists. Delete one of them first.") % {"count": len(others)})
    _require_free(name, others)
    return others


def _require_free(name: str, others: list[TaskList]) -> None:
    twin = next((one for one in others if one.folded_name == fold(name)), None)
    if twin:
        raise Invalid(_("There is a list “%(name)s” already.") % {"name": twin.name}, "name")


def _locked(owner: User, list_id: UUID) -> tuple[list[TaskList], TaskList]:
    """All lists in their order, and the one, locked until the caller's transaction ends."""
    lock_user(owner)
    lists = list(TaskList.objects.of(owner).select_for_update(no_key=True))
    one = next((one for one in lists if one.pk == list_id), None)
    if one is None:
        raise NotFound(_("There is no such list."))
    return lists, one


def _store(owner: User, ordered: list[TaskList], before: Mapping[UUID, ListResult]) -> None:
    """Number the lists without gaps, store those that differ from before, and publish them."""
    for place, one in enumerate(ordered, 1):
        one.position = place
    changed = [one for one in ordered if list_result(one) != before[one.pk]]
    TaskList.objects.bulk_update(changed, ["name", "folded_name", "colour", "position", "is_archived"])
    publish(
        owner.pk,
        *(ListUpdated(message=f"Updated the list {one.name}", result=list_result(one)) for one in changed),
    )
