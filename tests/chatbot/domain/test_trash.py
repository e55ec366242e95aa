from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from chatbot.domain.errors import Invalid, NotFound
from chatbot.domain.tasks import commands as tasks
from chatbot.domain.tasks.trash import (
    delete_for_good,
    deletion_of_number,
    empty_trash,
    restore_all,
    restore_task,
    trash_of,
)
from chatbot.models import Change, Task, User
from tests.chatbot.domain.published import types
from tests.factories import TaskFactory, UserFactory


@pytest.fixture
def gone(alice: User) -> list[Task]:
    """Three deleted tasks of alice, the last one first deleted."""
    made = [tasks.add_task(alice, title=title, tags=["home"]) for title in ("Übung", "Call Übung", "Milk")]
    for task in reversed(made):
        tasks.delete_task(alice, task.pk)
    return made


def numbers(owner: User, text: str = "") -> list[int]:
    return [(deletion.before or {})["number"] for deletion in trash_of(owner, text)]


def test_it_has_the_deleted_tasks_the_latest_first(alice: User, bob: User, gone: list[Task]) -> None:
    tasks.add_task(alice, title="Kept")
    assert (numbers(alice), numbers(bob)) == ([1, 2, 3], [])


def test_a_restored_task_is_as_it_was(alice: User, bob: User, gone: list[Task]) -> None:
    with pytest.raises(NotFound):
        restore_task(bob, gone[1].pk)
    restored = restore_task(alice, gone[1].pk)
    assert (restored.pk, restored.number, restored.tag_names) == (gone[1].pk, 2, ["home"])
    assert numbers(alice) == [1, 3]
    with pytest.raises(NotFound):
        restore_task(alice, gone[1].pk)
    tasks.delete_task(alice, gone[1].pk)
    assert numbers(alice) == [2, 1, 3]
    assert types(alice)[-2:] == ["task_created", "task_deleted"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("any_database")
def test_it_is_restored_outside_of_a_transaction() -> None:
    alice = UserFactory.create()
    milk = tasks.add_task(alice, title="Milk", tags=["home"])
    tasks.delete_task(alice, milk.pk)
    assert numbers(alice, "milk #1") == [1]
    restored = restore_task(alice, deletion_of_number(alice, 1).task_id)
    assert (restored.pk, restored.tag_names, numbers(alice)) == (milk.pk, ["home"], [])
    tasks.delete_task(alice, milk.pk)
    assert (empty_trash(alice), numbers(alice)) == (1, [])


def test_it_is_searched_by_words_of_the_title_and_by_number(alice: User, gone: list[Task]) -> None:
    found = {text: numbers(alice, text) for text in ("übung", "ubung CALL", "3", "#3", "home", "9" * 99)}
    assert found == {"übung": [1, 2], "ubung CALL": [2], "3": [3], "#3": [3], "home": [], "9" * 99: []}
    with pytest.raises(Invalid):
        numbers(alice, "a" * 201)


def test_after_thirty_days_it_is_empty(alice: User, gone: list[Task]) -> None:
    deletions = Change.objects.filter(task_id=gone[0].pk, after__isnull=True)
    deletions.update(created_at=timezone.now() - timedelta(days=30, seconds=1))
    assert numbers(alice) == [2, 3]
    with pytest.raises(NotFound):
        restore_task(alice, gone[0].pk)


def test_what_is_deleted_for_good_leaves_nothing(alice: User, bob: User, gone: list[Task]) -> None:
    kept = tasks.add_task(alice, title="Kept")
    for owner, task in ((bob, gone[0]), (alice, kept)):
        with pytest.raises(NotFound):
            delete_for_good(owner, task.pk)
    delete_for_good(alice, gone[0].pk)
    assert not Change.objects.filter(task_id=gone[0].pk).exists()
    assert (empty_trash(bob), empty_trash(alice), empty_trash(alice)) == (0, 2, 0)
    assert [change.task_id for change in Change.objects.all()] == [kept.pk]
    assert types(alice)[-2:] == ["trash_emptied"] * 2


def test_many_are_listed_and_deleted_with_few_statements(alice: User) -> None:
    def statements(count: int) -> int:
        TaskFactory.create_batch(count, owner=alice)
        tasks.delete_all(alice, Task.objects.of(alice))
        with CaptureQueriesContext(connection) as queries:
            assert empty_trash(alice) == count
        return len(queries)

    assert statements(2) == statements(300)


def test_all_are_restored_by_one_command(alice: User, bob: User, gone: list[Task]) -> None:
    family = tasks.add_task(alice, title="Trip")
    tasks.add_task(alice, title="Hotel", parent=family)
    tasks.delete_task(alice, family.pk)
    assert restore_all(bob) == 0
    assert restore_all(alice, "übung") == 2
    assert numbers(alice) == [4, 5, 3]
    assert restore_all(alice) == 3
    restored = Task.objects.of(alice).order_by("number").values_list("title", "parent__title")
    assert list(restored) == [
        ("Übung", None),
        ("Call Übung", None),
        ("Milk", None),
        ("Trip", None),
        ("Hotel", "Trip"),
    ]
    last = Change.objects.of(alice).order_by("-pk")[:3]
    assert len({change.command_id for change in last}) == 1
    assert restore_all(alice) == 0


def test_restoring_all_takes_the_same_statements_for_any_number(alice: User) -> None:
    def statements(count: int) -> int:
        made = TaskFactory.create_batch(count, owner=alice, tags=["home"])
        for task in made:
            tasks.delete_task(alice, task.pk)
        with CaptureQueriesContext(connection) as captured:
            assert restore_all(alice) == count
        return len(captured)

    statements(1)
    assert statements(3) == statements(30)
