from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from threading import Event
from typing import Any

import pytest
from django.db import transaction

from chatbot.domain.errors import Invalid, NotFound
from chatbot.domain.tasks import commands as tasks
from chatbot.domain.tasks.as_json import task_json
from chatbot.models import Task, User
from tests.chatbot.domain.published import published, types
from tests.chatbot.domain.threads import at_once, somebody_waits
from tests.factories import TaskFactory, UserFactory
from tests.services.wait import wait_until

FOX = "🦊"


def test_a_number_is_never_used_again(alice: User, bob: User) -> None:
    first, second = (tasks.add_task(alice, title=title) for title in ("One", "Two"))
    tasks.delete_task(alice, second.pk)
    tasks.delete_all(alice, Task.objects.of(alice))
    third = tasks.add_task(alice, title="Three")
    assert [first.number, second.number, third.number] == [1, 2, 3]
    assert tasks.add_task(bob, title="Of Bob").number == 1


def test_a_refused_task_uses_no_number(alice: User) -> None:
    with pytest.raises(Invalid):
        tasks.add_task(alice, title="")
    assert tasks.add_task(alice, title="One").number == 1


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": " \n\t\u2003"}, "title"),
        ({"title": None}, "title"),
        ({"title": 7}, "title"),
        ({"title": "a" * 256}, "title"),
        ({"title": "a\x00b"}, "title"),
        ({"title": "a\ud800b"}, "title"),
        ({"description": "a" * 2_001}, "description"),
        ({"description": None}, "description"),
        ({"description": "\x00"}, "description"),
        ({"priority": "urgent"}, "priority"),
        ({"priority": None}, "priority"),
        ({"priority": ["high"]}, "priority"),
        ({"due_at": "tomorrow"}, "due_at"),
        ({"due_at": datetime(2026, 1, 1)}, "due_at"),  # noqa: DTZ001
        ({"due_at": datetime.max.replace(tzinfo=timezone(-timedelta(hours=12)))}, "due_at"),
        ({"due_at": datetime.max.replace(tzinfo=UTC)}, "due_at"),
        ({"due_at": datetime.min.replace(tzinfo=UTC)}, "due_at"),
        ({"tags": "home"}, "tags"),
        ({"tags": 7}, "tags"),
        ({"tags": [7]}, "tag"),
        ({"tags": ["#"]}, "tags"),
        ({"tags": [""]}, "tag"),
        ({"tags": ["a" * 51]}, "tag"),
        ({"tags": [f"tag{number}" for number in range(21)]}, "tags"),
        ({"number": 7}, "number"),
        ({"id": None}, "id"),
    ],
)
def test_a_value_that_does_not_fit_is_refused(fields: dict[str, Any], field: str, alice: User) -> None:
    kept = tasks.add_task(alice, title="Kept")
    with pytest.raises(Invalid) as adding:
        tasks.add_task(alice, **{"title": "Milk", **fields})
    with pytest.raises(Invalid) as updating:
        tasks.update_task(alice, kept.pk, **fields)
    assert adding.value.field == updating.value.field == field
    assert adding.value.message.endswith(".")
    assert Task.objects.count() == 1
    assert types(alice) == ["task_created"]


def test_the_longest_values_fit(alice: User) -> None:
    latest = datetime(9998, 12, 31, 23, 59, tzinfo=timezone(-timedelta(hours=12)))
    task = tasks.add_task(
        alice,
        title=FOX * 255,
        description=FOX * 2_000,
        due_at=latest,
        tags=[f"{number:02}{FOX * 48}" for number in range(20)],
    )
    stored = Task.objects.get(pk=task.pk)
    assert (len(stored.title), len(stored.description), len(stored.tag_names)) == (255, 2_000, 20)
    assert stored.due_at == latest
    assert stored.due_at.astimezone(timezone(timedelta(hours=14))).year == 9999
    assert published(alice)[0][1]["result"] == task_json(stored)


def test_tags_are_names_in_lower_case_each_once(alice: User) -> None:
    task = tasks.add_task(alice, title="Milk", tags=[" #Home", "home", "##HOME ", "Shop  list"])
    assert task.tag_names == ["home", "shop list"]
    changed = tasks.update_task(alice, task.pk, tags=["shop list", "new"])
    assert changed.tag_names == ["new", "shop list"]
    assert published(alice)[-1][1]["result"]["tags"] == ["new", "shop list"]


def test_a_title_is_one_line(alice: User) -> None:
    assert tasks.add_task(alice, title="  Buy\nmilk\t now ").title == "Buy milk now"


def test_a_change_without_effect_is_not_an_update(alice: User) -> None:
    due = datetime(2026, 12, 24, 18, tzinfo=UTC)
    task = tasks.add_task(alice, title="Milk", due_at=due, tags=["home"])
    tasks.update_task(
        alice, task.pk, title="Milk ", due_at=due.astimezone(alice.tz), tags=["Home"], priority="medium"
    )
    tasks.reopen_task(alice, task.pk)
    assert types(alice) == ["task_created"]
    done = tasks.complete_task(alice, task.pk).completed_at
    assert tasks.complete_task(alice, task.pk).completed_at == done
    assert types(alice) == ["task_created", "task_updated"]


VERBS: dict[str, Callable[[User, Task], object]] = {
    "update": lambda owner, task: tasks.update_task(owner, task.pk, title="Mine"),
    "complete": lambda owner, task: tasks.complete_task(owner, task.pk),
    "reopen": lambda owner, task: tasks.reopen_task(owner, task.pk),
    "delete": lambda owner, task: tasks.delete_task(owner, task.pk),
    "find": lambda owner, task: tasks.get_task_by_number_for_update(owner, number=task.number),
}


@pytest.mark.parametrize("verb", VERBS)
def test_another_persons_task_is_not_found(verb: str, alice: User, bob: User) -> None:
    task = tasks.add_task(bob, title="Of Bob")
    with pytest.raises(NotFound):
        VERBS[verb](alice, task)
    assert (types(alice), types(bob)) == ([], ["task_created"])


def test_commands_on_all_tasks_only_change_ones_own(alice: User, bob: User) -> None:
    TaskFactory.create(owner=bob)
    TaskFactory.create_batch(3, owner=alice, tags=["home", "shop"])
    assert tasks.complete_all(alice, Task.objects.all()) == 3
    assert tasks.complete_all(alice, Task.objects.all()) == 0
    assert tasks.delete_all(alice, Task.objects.tagged("home")) == 3
    assert [task.owner for task in Task.objects.all()] == [bob]
    assert types(alice) == ["tasks_updated", "tasks_deleted"]
    for verb, (_, data) in zip(("Updated", "Deleted"), published(alice), strict=True):
        assert (data["count"], data["message"]) == (3, f"{verb} 3 tasks")
        assert [task["number"] for task in data["result"]["tasks"]] == [1, 2, 3]
    assert types(bob) == []


def test_search_requires_every_word(alice: User, bob: User) -> None:
    TaskFactory.create(owner=alice, title="Buy milk", description="from the 50% shelf", tags=["shop"])
    TaskFactory.create(owner=alice, title="Sell milk")
    TaskFactory.create(owner=bob, title="Buy milk")
    found = {text: [task.number for task in tasks.search_tasks(alice, text)] for text in (
        "milk", "MILK buy", "milk shop", "milk #shop", "shelf", "50%", "%", "_", "cream", "",
    )}  # fmt: skip
    assert found == {
        "milk": [1, 2],
        "MILK buy": [1],
        "milk shop": [1],
        "milk #shop": [1],
        "shelf": [1],
        "50%": [1],
        "%": [1],
        "_": [],
        "cream": [],
        "": [1, 2],
    }


def test_a_search_too_long_or_with_nul_is_refused(alice: User) -> None:
    for text in ("a" * 201, "a\x00"):
        with pytest.raises(Invalid):
            tasks.search_tasks(alice, text)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("any_database")
def test_simultaneous_additions_have_consecutive_numbers() -> None:
    alice = UserFactory.create()

    def add() -> None:
        for number in range(25):
            tasks.add_task(alice, title=f"Task {number}")

    assert at_once(add, add, add, add) == [None] * 4
    numbers = sorted(Task.objects.of(alice).values_list("number", flat=True))
    assert numbers == list(range(1, 101))
    created = [data["result"]["number"] for _, data in published(alice)]
    assert sorted(created) == numbers
    assert created == numbers, "the order of the events is the order of the numbers"


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("any_database")
def test_changing_a_task_and_all_at_once_does_not_deadlock() -> None:
    alice = UserFactory.create()
    rows = TaskFactory.create_batch(12, owner=alice)

    def change() -> None:
        for task in reversed(rows):
            tasks.update_task(alice, task.pk, title=f"{task.title}!")

    def complete() -> int:
        return tasks.complete_all(alice, Task.objects.all())

    results = at_once(change, complete, complete, change)
    assert sorted(result for result in results if isinstance(result, int)) == [0, 12]
    assert [result for result in results if isinstance(result, Exception)] == []
    # The second change of a title finds the title that it would set.
    assert sorted(types(alice)) == ["task_updated"] * 12 + ["tasks_updated"]


@pytest.mark.usefixtures("postgresql")
def test_a_bulk_delete_locks_tasks_before_the_stream() -> None:
    """Otherwise it and the change of a task, which locks the stream last, would wait for each other."""
    alice = UserFactory.create()
    _, last = TaskFactory.create_batch(2, owner=alice)
    locked = Event()

    def change() -> None:
        with transaction.atomic():
            Task.objects.select_for_update().get(pk=last.pk)
            locked.set()
            wait_until(somebody_waits, "the deletion to come to the locked task")
            tasks.update_task(alice, last.pk, title="Changed")

    def delete() -> int:
        locked.wait()
        return tasks.delete_all(alice, Task.objects.of(alice))

    assert at_once(change, delete) == [None, 2]
    assert types(alice) == ["task_updated", "tasks_deleted"]
