"""Whatever two people do in turns, their tasks and histories stay apart, and can be undone to their start."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from chatbot.domain.errors import DomainError
from chatbot.domain.people.actors import ASSISTANT, OWNER, acting_as
from chatbot.domain.tasks import commands as tasks
from chatbot.domain.tasks.ordering import move_task
from chatbot.domain.tasks.trash import delete_for_good, empty_trash, restore_all, restore_task
from chatbot.domain.tasks.undo import undo_change
from chatbot.models import Change, Task, User
from tests.chatbot.domain.published import published
from tests.chatbot.domain.test_undo_any_run import PROPERTY, state
from tests.factories import UserFactory

NUMBERS = st.integers(1, 5)
DUE = datetime(2031, 5, 6, 7, tzinfo=UTC)

type Verb = Callable[[User, Any], object]


def _first(owner: User) -> Any:
    return Task.objects.of(owner).earliest("number").pk


OF_A_TASK: dict[str, Verb] = {
    "rename": lambda owner, pk: tasks.update_task(owner, pk, title="Oats", tags=["shop"]),
    "postpone": lambda owner, pk: tasks.update_task(owner, pk, due_at=DUE),
    "repeat": lambda owner, pk: tasks.update_task(owner, pk, repeat="every day"),
    "plan": lambda owner, pk: tasks.update_task(owner, pk, start_on=date(2031, 5, 1), estimate=30),
    "put first": lambda owner, pk: move_task(owner, pk, end="top"),
    "put the first behind it": lambda owner, pk: move_task(owner, _first(owner), after=pk),
    "put the first below it": lambda owner, pk: tasks.update_task(owner, _first(owner), parent=pk),
    "put below the first": lambda owner, pk: tasks.update_task(owner, pk, parent=1),
    "put on top": lambda owner, pk: tasks.update_task(owner, pk, parent=None),
    "complete": tasks.complete_task,
    "reopen": tasks.reopen_task,
    "skip": tasks.skip_task,
    "delete": tasks.delete_task,
    "restore": restore_task,
}
OF_ALL: dict[str, Callable[[User], object]] = {
    "add": lambda owner: tasks.add_task(owner, title="Milk", tags=["home"]),
    "add below the first": lambda owner: tasks.add_task(owner, title="Rye", parent=1),
    "complete all": lambda owner: tasks.complete_all(owner, Task.objects.all()),
    "delete all": lambda owner: tasks.delete_all(owner, Task.objects.all()),
    "restore all": restore_all,
    "undo": lambda owner: undo_change(owner, Change.objects.of(owner).latest("pk").pk),
}
FOR_GOOD: dict[str, Verb] = {
    "delete for good": delete_for_good,
    "empty the trash": lambda owner, pk: empty_trash(owner),
}
ADDING = st.tuples(st.just("add"), NUMBERS)
STEPS = st.one_of(ADDING, st.tuples(st.sampled_from([*OF_A_TASK, *OF_ALL]), NUMBERS))
ACTORS = st.sampled_from([OWNER, ASSISTANT])


def take(owner: User, verb: str, task_id: Any) -> None:
    """One step; those that are refused change nothing."""
    with suppress(DomainError, Change.DoesNotExist, Task.DoesNotExist):
        if verb in OF_ALL:
            OF_ALL[verb](owner)
        else:
            (OF_A_TASK | FOR_GOOD)[verb](owner, task_id)


def traces(person: User) -> tuple[Any, int, int]:
    """Their tasks, and how many events and changes they have."""
    return state(person), len(published(person)), Change.objects.of(person).count()


class Ids:
    """The ids of all tasks that two people ever had, by their numbers."""

    def __init__(self, *people: User) -> None:
        self._of: dict[User, dict[int, Any]] = {person: {} for person in people}

    def of(self, person: User, number: int) -> Any:
        for owner, ids in self._of.items():
            ids |= {task.number: task.pk for task in Task.objects.of(owner)}
        return self._of[person].get(number, person.pk)


@PROPERTY
@given(steps=st.lists(st.tuples(st.booleans(), STEPS, ACTORS), min_size=1, max_size=16))
def test_all_of_a_history_is_undone_from_the_last_change_to_the_first(
    alice: User, steps: list[tuple[bool, tuple[str, int], str]]
) -> None:
    with transaction.atomic():
        bob = UserFactory.create()
        ids = Ids(alice, bob)
        for is_alice, (verb, number), actor in steps:
            owner, other = (alice, bob) if is_alice else (bob, alice)
            task_id, untouched = ids.of(owner, number), traces(other)
            with acting_as(actor):
                take(owner, verb, task_id)
            assert traces(other) == untouched

        bobs = state(bob)
        for change in list(Change.objects.of(alice).order_by("-pk")):
            now = state(alice).get(change.task_id)
            if now == change.after:
                undo_change(alice, change.pk)
                assert state(alice).get(change.task_id) == change.before
            else:  # it was undone with the change of the task before it in its series
                assert now == change.before
        assert (state(alice), state(bob)) == ({}, bobs)
        transaction.set_rollback(True)


@PROPERTY
@given(
    steps=st.lists(
        st.tuples(st.booleans(), st.one_of(STEPS, st.tuples(st.sampled_from([*FOR_GOOD]), NUMBERS))),
        min_size=1,
        max_size=16,
    )
)
def test_a_task_is_in_the_list_or_in_the_trash_or_gone_for_good(
    alice: User, steps: list[tuple[bool, tuple[str, int]]]
) -> None:
    with transaction.atomic():
        bob = UserFactory.create()
        ids = Ids(alice, bob)
        for is_alice, (verb, number) in steps:
            owner = alice if is_alice else bob
            take(owner, verb, ids.of(owner, number))
        for owner in (alice, bob):
            present = set(Task.objects.of(owner).values_list("pk", flat=True))
            trash = set(Change.objects.of(owner).trash().values_list("task_id", flat=True))
            known = set(Change.objects.of(owner).values_list("task_id", flat=True))
            assert present.isdisjoint(trash)
            assert present | trash == known
        transaction.set_rollback(True)


@pytest.mark.parametrize("verb", [*OF_A_TASK, *(FOR_GOOD.keys() - {"empty the trash"})])
def test_what_a_person_does_with_the_tasks_of_another_is_refused(alice: User, bob: User, verb: str) -> None:
    for person in (alice, bob):
        trip = tasks.add_task(person, title="Trip", due_at=DUE, repeat="every day")
        tasks.add_task(person, title="Hotel", parent=trip)
        tasks.complete_task(person, tasks.add_task(person, title="Rent").pk)
        tasks.delete_task(person, tasks.add_task(person, title="Milk").pk)
    before = traces(alice), traces(bob)
    for task_id in Change.objects.of(bob).values_list("task_id", flat=True).distinct():
        with pytest.raises(DomainError):
            (OF_A_TASK | FOR_GOOD)[verb](alice, task_id)
    assert (traces(alice), traces(bob)) == before
