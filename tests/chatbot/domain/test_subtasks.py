from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chatbot.domain.errors import DomainError, Invalid, NotFound
from chatbot.domain.tasks import commands as tasks
from chatbot.domain.tasks.lists import add_list
from chatbot.domain.tasks.trash import restore_task
from chatbot.domain.tasks.undo import undo_call, undo_change
from chatbot.models import Change, Task, User
from tests.chatbot.domain.published import published, types
from tests.chatbot.domain.threads import at_once
from tests.chatbot.domain.worked import work_for
from tests.subtests import as_subtests


@pytest.fixture
def family(alice: User) -> tuple[Task, Task, Task]:
    """A task and its two subtasks."""
    trip = tasks.add_task(alice, title="Trip")
    hotel, food = (tasks.add_task(alice, title=title, parent=trip) for title in ("Hotel", "Food"))
    return trip, hotel, food


def below(owner: User, title: str = "Trip") -> list[tuple[str, bool]]:
    """The subtasks of the tasks of that title, and whether they are done."""
    found = Task.objects.of(owner).filter(parent__title=title).order_by("number")
    return [(task.title, task.completed) for task in found]


def latest(task: Task) -> int:
    return Change.objects.filter(task_id=task.pk).latest("pk").pk


def test_a_subtask_is_added_below_a_task_by_its_id_or_number_and_is_on_its_list(alice: User) -> None:
    work = add_list(alice, name="Work")
    talk = tasks.add_task(alice, title="Talk", list=work)
    slides = tasks.add_task(alice, title="Slides", parent=talk.pk)
    notes = tasks.add_task(alice, title="Notes", parent="#1", list=None)
    milk = tasks.add_task(alice, title="Milk")
    assert [(each.parent, each.list) for each in (slides, notes)] == [(talk, work)] * 2
    assert published(alice)[2][1]["result"]["parent"] == str(talk.pk)
    milk = tasks.update_task(alice, milk.pk, parent=1)
    assert (milk.parent, milk.list) == (talk, work)
    assert Task.objects.whole().get(pk=talk.pk).subtask_count == 3
    assert tasks.update_task(alice, milk.pk, parent=0).parent is None


@as_subtests(
    ("number", "parent", "problem"),
    [
        (1, 1, "A task cannot be its own subtask."),
        (1, 4, "#1 has subtasks, so it cannot be one."),
        (4, 2, "#2 is a subtask itself, so it has none."),
        (4, 9, "There is no such task."),
        (4, "#x", "There is no such task."),
        (4, "bob's", "There is no such task."),
    ],
)
def test_subtasks_are_on_one_level_below_own_tasks(
    number: int, parent: Any, problem: str, alice: User, family: tuple[Task, ...]
) -> None:
    if not Task.objects.filter(title="Milk").exists():
        tasks.add_task(alice, title="Milk")
    bob, _ = User.objects.get_or_create(username="bob")
    bobs = Task.objects.of(bob).first() or tasks.add_task(bob, title="Rye")
    task = Task.objects.of(alice).get(number=number)
    with pytest.raises(Invalid) as refused:
        tasks.update_task(alice, task.pk, parent=bobs.pk if parent == "bob's" else parent)
    assert (refused.value.message, refused.value.field) == (problem, "parent")
    with pytest.raises(NotFound):
        tasks.update_task(bob, task.pk, parent=bobs)


def test_completing_a_task_completes_its_subtasks_and_reopening_it_reopens_those(
    alice: User, family: tuple[Task, ...]
) -> None:
    trip, hotel, _ = family
    tasks.complete_task(alice, hotel.pk)
    tasks.complete_task(alice, trip.pk)
    assert below(alice) == [("Hotel", True), ("Food", True)]
    tasks.reopen_task(alice, trip.pk)
    assert below(alice) == [("Hotel", True), ("Food", False)]
    tasks.complete_task(alice, trip.pk)
    undo_change(alice, latest(trip))
    assert below(alice) == [("Hotel", True), ("Food", False)]
    assert not Task.objects.get(pk=trip.pk).completed
    assert tasks.complete_all(alice, Task.objects.filter(pk=trip.pk)) == 2


def test_deleting_a_task_deletes_its_subtasks_and_restoring_it_restores_them(
    alice: User, family: tuple[Task, ...]
) -> None:
    trip, hotel, food = family
    tasks.delete_task(alice, food.pk)
    tasks.delete_task(alice, trip.pk)
    assert not Task.objects.exists()
    assert types(alice)[-1] == "tasks_deleted"
    restore_task(alice, trip.pk)
    assert below(alice) == [("Hotel", False)]
    assert restore_task(alice, food.pk).parent == trip
    tasks.delete_all(alice, Task.objects.filter(pk=trip.pk))
    assert restore_task(alice, hotel.pk).parent is None  # without its parent
    restore_task(alice, trip.pk)
    assert below(alice) == [("Food", False)]


def test_subtasks_move_to_another_list_with_their_task(alice: User, family: tuple[Task, ...]) -> None:
    trip, _, food = family
    work, home = (add_list(alice, name=name) for name in ("Work", "Home"))
    tasks.update_task(alice, food.pk, list=home)
    tasks.update_task(alice, trip.pk, list=work)
    assert [Task.objects.get(pk=each.pk).list for each in family] == [work, work, home]
    undo_change(alice, latest(trip))
    assert [Task.objects.get(pk=each.pk).list for each in family] == [None, None, home]
    tasks.change_all(alice, Task.objects.exclude(pk=food.pk), lambda task: {"list": work})
    assert [Task.objects.get(pk=each.pk).list for each in family] == [work, work, home]


def test_the_next_one_of_a_series_has_the_subtasks_open_and_moved(alice: User) -> None:
    alice.time_zone = "Europe/Berlin"
    alice.save()
    monday = datetime(2031, 3, 24, 8, tzinfo=UTC)  # at 9:00; the clock changes on the 30th
    plants = tasks.add_task(alice, title="Plants", repeat="every Monday", due_at=monday)
    inside = tasks.add_task(
        alice, title="Inside", parent=plants, due_at=monday - timedelta(days=1), tags=["home"]
    )
    tasks.add_task(alice, title="Outside", parent=plants, repeat="every day", due_at=monday)
    tasks.complete_task(alice, inside.pk)
    tasks.complete_task(alice, plants.pk)
    later = Task.objects.get(follows=plants.pk)
    copies = list(Task.objects.filter(parent=later).order_by("number"))
    assert [(each.title, each.completed, each.tag_names) for each in copies] == [
        ("Inside", False, ["home"]),
        ("Outside", False, []),
    ]
    assert [each.due_at for each in copies] == [datetime(2031, 3, day, 7, tzinfo=UTC) for day in (30, 31)]
    assert Task.objects.count() == 6

    tasks.reopen_task(alice, plants.pk)  # the next ones are unchanged
    assert Task.objects.count() == 3
    assert below(alice, "Plants") == [("Inside", True), ("Outside", False)]
    tasks.complete_task(alice, plants.pk)
    undo_change(alice, latest(plants))
    assert Task.objects.count() == 3
    tasks.complete_task(alice, plants.pk)
    tasks.complete_task(alice, Task.objects.get(title="Outside", completed_at=None).pk)
    count = Task.objects.count()
    tasks.reopen_task(alice, plants.pk)
    assert Task.objects.count() == count


def test_undo_of_a_call_that_added_a_task_takes_subtasks_of_others_with_it(alice: User) -> None:
    work = work_for(alice)
    first = work.call(lambda owner: tasks.add_task(owner, title="Trip"))
    second = work.call(lambda owner: tasks.add_task(owner, title="Hotel", parent=1))
    work.end()
    tasks.add_task(alice, title="Food", parent=1)
    undo_call(alice, second)
    undo_call(alice, first)
    assert not Task.objects.exists()
    restored = Change.objects.filter(after__isnull=True, before__title="Trip").latest("pk")
    undo_change(alice, restored.pk)
    assert below(alice) == [("Food", False)]


def test_undo_makes_no_subtask_of_what_cannot_be_one(alice: User, family: tuple[Task, ...]) -> None:
    trip, hotel, food = family
    moves = []
    for each in (hotel, food):
        tasks.update_task(alice, each.pk, parent=None)
        moves.append(latest(each))
    tasks.add_task(alice, title="Breakfast", parent=hotel)
    tasks.delete_task(alice, trip.pk)
    for move in moves:
        undo_change(alice, move)
    assert not Task.objects.filter(title__in=["Hotel", "Food"]).exclude(parent=None).exists()


@pytest.mark.django_db(transaction=True)
def test_families_are_changed_from_several_sides_at_once(postgresql: None) -> None:
    """No command waits for another in a circle, and no subtask is left without its task."""
    alice = User.objects.create_user("alice")
    work = add_list(alice, name="Work")
    for _ in range(4):
        hotel = tasks.add_task(alice, title="Hotel")
        trip = tasks.add_task(alice, title="Trip", repeat="every day")
        tasks.update_task(alice, hotel.pk, parent=trip)

        def carry_out(verb: Any, task: Task, **fields: Any) -> Any:
            def command() -> None:
                with suppress(DomainError):
                    verb(User.objects.get(), task.pk, **fields)

            return command

        outcomes = at_once(
            carry_out(lambda owner, pk: tasks.add_task(owner, title="Food", parent=pk), trip),
            carry_out(tasks.complete_task, trip),
            carry_out(tasks.update_task, trip, list=work),
            carry_out(tasks.update_task, hotel, parent=None),
            carry_out(tasks.delete_task, trip),
        )
        assert [one for one in outcomes if isinstance(one, Exception)] == []
        assert not Task.objects.filter(title="Food", parent=None).exists()
