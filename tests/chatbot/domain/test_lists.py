from __future__ import annotations

from contextlib import suppress
from typing import Any
from uuid import uuid4

import pytest
from pytest_django.fixtures import Settings

from chatbot.domain.errors import Conflict, Invalid, NotFound
from chatbot.domain.history.retention import prune
from chatbot.domain.tasks import commands as tasks
from chatbot.domain.tasks import lists
from chatbot.domain.tasks.lists import add_list, delete_list, find_list, restore_list, update_list
from chatbot.domain.tasks.undo import undo_call
from chatbot.models import DeletedList, Task, TaskList, User
from tests.chatbot.domain.published import published, types
from tests.chatbot.domain.threads import at_once
from tests.chatbot.domain.worked import work_for
from tests.subtests import as_subtests


def names(owner: User) -> list[str]:
    return [one.name for one in TaskList.objects.of(owner)]


def test_a_list_is_added_at_the_end_in_a_colour_of_its_own(alice: User) -> None:
    first, second = (add_list(alice, name=name) for name in (" Work ", "Household"))
    third = add_list(alice, name="Garden", colour="pink")
    assert names(alice) == ["Work", "Household", "Garden"]
    assert (first.colour, second.colour, third.colour) == ("blue", "green", "pink")
    kind, data = published(alice)[0]
    assert (kind, data["result"]["name"], data["result"]["position"]) == ("list_created", "Work", 1)


@as_subtests(
    ("fields", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "a" * 61}, "name"),
        ({"name": "WÖRK"}, "name"),  # there is a list Work, and accents do not count
        ({"name": "inbox"}, "name"),
        ({"name": "Eingang"}, "name"),
        ({"name": "Garden", "colour": "mauve"}, "colour"),
    ],
)
def test_a_list_that_does_not_fit_is_refused(fields: dict[str, Any], field: str, alice: User) -> None:
    if not names(alice):
        add_list(alice, name="Work")
    with pytest.raises(Invalid) as refused:
        add_list(alice, **fields)
    assert (refused.value.field, names(alice)) == (field, ["Work"])


def test_the_number_of_lists_is_limited(alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "LISTS_PER_PERSON", 1)
    add_list(alice, name="Work")
    with pytest.raises(Conflict):
        add_list(alice, name="Household")


def test_lists_are_moved_and_only_those_that_changed_are_published(alice: User) -> None:
    a, b, c, d = (add_list(alice, name=name) for name in "abcd")
    delete_list(alice, a.pk)
    update_list(alice, d.pk, position=2)
    assert names(alice) == ["b", "d", "c"]
    update_list(alice, b.pk, position=9)
    assert names(alice) == ["d", "c", "b"]
    before = len(types(alice))
    update_list(alice, c.pk, position=1)
    assert names(alice) == ["c", "d", "b"]
    assert [data["result"]["name"] for _, data in published(alice)[before:]] == ["c", "d"]
    update_list(alice, c.pk, name="c", position=1)
    assert len(types(alice)) == before + 2


def test_a_list_keeps_its_name_in_other_letters(alice: User) -> None:
    one = add_list(alice, name="work")
    update_list(alice, one.pk, name="Work", colour="red")
    assert find_list(alice, "WORK") == TaskList.objects.get(name="Work", colour="red")


def test_lists_of_others_are_not_found(alice: User, bob: User) -> None:
    his = add_list(bob, name="Work")
    with pytest.raises(NotFound):
        update_list(alice, his.pk, name="Mine")
    with pytest.raises(NotFound):
        delete_list(alice, his.pk)
    with pytest.raises(Invalid):
        tasks.add_task(alice, title="Milk", list=his.pk)
    with pytest.raises(Invalid):
        find_list(alice, "Work")
    assert not Task.objects.exists()


def test_a_task_is_put_on_a_list_and_back_into_the_inbox(alice: User) -> None:
    work = add_list(alice, name="Work")
    task = tasks.add_task(alice, title="Slides", list=work.pk)
    assert published(alice)[-1][1]["result"]["list"] == str(work.pk)
    tasks.update_task(alice, task.pk, list=work)
    assert types(alice).count("task_updated") == 0  # it is there already
    tasks.update_task(alice, task.pk, list=None)
    assert published(alice)[-1][1]["result"]["list"] is None
    assert Task.objects.get().changed_by == {"list": "owner"}


@as_subtests("value", [uuid4(), "Work", 7, str(uuid4())])
def test_a_list_that_does_not_exist_is_refused(value: Any, alice: User) -> None:
    with pytest.raises(Invalid) as refused:
        tasks.add_task(alice, title="Slides", list=value)
    assert refused.value.field == "list"


def test_a_list_with_open_tasks_is_not_archived_and_an_archived_one_takes_none(alice: User) -> None:
    work = add_list(alice, name="Work")
    task = tasks.add_task(alice, title="Slides", list=work)
    with pytest.raises(Conflict):
        update_list(alice, work.pk, is_archived=True)
    tasks.complete_task(alice, task.pk)
    update_list(alice, work.pk, is_archived=True)
    update_list(alice, work.pk, is_archived=True)
    assert types(alice).count("list_updated") == 1
    with pytest.raises(Invalid):
        tasks.add_task(alice, title="More slides", list=work)
    tasks.update_task(alice, task.pk, title="Old slides", list=work)  # where it is, it may stay


def test_the_tasks_of_a_deleted_list_stay(alice: User) -> None:
    work = add_list(alice, name="Work")
    task = tasks.add_task(alice, title="Slides", list=work)
    delete_list(alice, work.pk)
    task.refresh_from_db()
    assert (task.list, names(alice)) == (None, [])
    assert published(alice)[-1] == (
        "list_deleted",
        {"message": "Deleted the list Work", "result": {"id": str(work.pk), "name": "Work"}},
    )


def test_a_deleted_list_is_restored_with_the_tasks_that_are_in_the_inbox(alice: User, bob: User) -> None:
    home, work, garden = (add_list(alice, name=name) for name in ("Home", "Work", "Garden"))
    there, moved, gone = (tasks.add_task(alice, title=name, list=work) for name in ("a", "b", "c"))
    tasks.add_task(alice, title="never there")
    update_list(alice, work.pk, colour="pink")
    delete_list(alice, work.pk)
    update_list(alice, garden.pk, position=1)
    tasks.update_task(alice, moved.pk, list=home)
    tasks.delete_task(alice, gone.pk)
    with pytest.raises(NotFound):
        restore_list(bob, work.pk)
    before = len(types(alice))
    restored = restore_list(alice, work.pk)
    assert (restored.pk, restored.colour, restored.created_at) == (work.pk, "pink", work.created_at)
    assert names(alice) == ["Garden", "Work", "Home"]
    assert [(task.title, task.list and task.list.name) for task in Task.objects.order_by("number")] == [
        ("a", "Work"),
        ("b", "Home"),
        ("never there", None),
    ]
    assert types(alice)[before:] == ["list_created", "list_updated", "task_updated"]
    with pytest.raises(NotFound):
        restore_list(alice, work.pk)
    tasks.delete_task(alice, there.pk)


def test_a_list_is_not_restored_beside_another_of_its_name(alice: User, settings: Settings) -> None:
    work = add_list(alice, name="Work")
    delete_list(alice, work.pk)
    add_list(alice, name="work")
    with pytest.raises(Invalid, match="There is a list “work” already"):
        restore_list(alice, work.pk)
    settings.HISTORY_RETENTION_DAYS = 0
    with pytest.raises(NotFound):
        restore_list(alice, work.pk)
    prune()
    assert not DeletedList.objects.exists()


def test_the_next_task_of_a_series_is_on_the_same_list(alice: User) -> None:
    home = add_list(alice, name="Home")
    task = tasks.add_task(alice, title="Water plants", repeat="every Monday", list=home)
    tasks.complete_task(alice, task.pk)
    later = tasks.next_of(alice, task)
    assert later is not None
    assert later.list == home


def test_undo_restores_the_list_of_a_task(alice: User) -> None:
    work, home = (add_list(alice, name=name) for name in ("Work", "Home"))
    task = tasks.add_task(alice, title="Slides", list=work)
    run = work_for(alice)
    moved = run.call(lambda owner: tasks.update_task(owner, task.pk, list=home))
    deleted = run.call(lambda owner: tasks.delete_task(owner, task.pk))
    run.end()
    undo_call(alice, deleted)
    assert Task.objects.get().list == home
    undo_call(alice, moved)
    assert Task.objects.get().list == work
    assert Task.objects.get().changed_by == {"list": "owner"}


def test_undo_takes_a_list_that_is_gone_for_the_inbox(alice: User) -> None:
    work, home = (add_list(alice, name=name) for name in ("Work", "Home"))
    task = tasks.add_task(alice, title="Slides", list=work)
    run = work_for(alice)
    moved = run.call(lambda owner: tasks.update_task(owner, task.pk, list=home))
    deleted = run.call(lambda owner: tasks.delete_task(owner, task.pk))
    run.end()
    delete_list(alice, home.pk)
    undo_call(alice, deleted)
    assert Task.objects.get().list is None
    delete_list(alice, work.pk)
    undo_call(alice, moved)
    assert Task.objects.get().list is None


@pytest.mark.django_db(transaction=True)
def test_tasks_are_added_moved_and_completed_while_their_list_is_deleted(postgresql: None) -> None:
    """No command waits for another in a circle, and no task refers to a list that is gone."""
    alice = User.objects.create_user("alice")
    for round_number in range(4):
        work = add_list(alice, name=f"Work {round_number}")
        there = tasks.add_task(alice, title="There", list=work, repeat="every day")
        elsewhere = tasks.add_task(alice, title="Elsewhere")
        outcomes = at_once(
            lambda there=there: tasks.complete_task(User.objects.get(), there.pk),
            lambda work=work: _or_invalid(lambda: tasks.add_task(User.objects.get(), title="New", list=work)),
            lambda work=work, elsewhere=elsewhere: _or_invalid(
                lambda: tasks.update_task(User.objects.get(), elsewhere.pk, list=work)
            ),
            lambda work=work: delete_list(User.objects.get(), work.pk),
        )
        assert [one for one in outcomes if isinstance(one, Exception)] == []
        assert not Task.objects.exclude(list=None).exists()


def _or_invalid(command: Any) -> None:
    with suppress(Invalid):
        command()
