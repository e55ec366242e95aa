"""Whatever people do: events lead from each snapshot to the next, and two people do not affect each other."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from chatbot.domain.errors import DomainError
from chatbot.domain.publish import stream_of
from chatbot.domain.tasks import commands as tasks
from chatbot.domain.tasks import lists, undo
from chatbot.models import Change, DeletedList, Task, TaskList, User
from streaming.log import read, stream_position
from tests.chatbot.api.client import Api
from tests.chatbot.domain.test_any_history import FOR_GOOD, OF_A_TASK, OF_ALL, Ids, take
from tests.chatbot.domain.test_undo_any_run import PROPERTY
from tests.chatbot.snapshots.reducer import reduce
from tests.chatbot.snapshots.snapshot import Json, comparable, snapshot
from tests.chatbot.snapshots.test_snapshots import frame_of_entry
from tests.factories import UserFactory

type Step = tuple[str, int]

# Few, so that most steps are about what is there.
NAMES = {1: "Work", 2: "Home", 3: "Garden"}
NUMBERS = st.integers(1, 3)
PREPARED: list[Step] = [
    *(("add", number) for number in NAMES),
    *(("add a list", number) for number in NAMES),
    *(("repeat", number) for number in (1, 2)),
]


def _list(owner: User, number: int) -> TaskList:
    return TaskList.objects.of(owner).get(name=NAMES[number])


def _task(owner: User) -> Any:
    return Task.objects.of(owner).earliest("number").pk


def _undo_command(owner: User, number: int) -> None:
    undo.undo_command(owner, Change.objects.of(owner).latest("pk").command_id)


def _restore_list(owner: User, number: int) -> None:
    lists.restore_list(owner, DeletedList.objects.of(owner).get(name=NAMES[number]).list_id)


# Steps whose number names a list. Those about a missing row are refused, like those of a missing task.
OF_A_LIST: dict[str, Callable[[User, int], object]] = {
    "add a list": lambda owner, number: lists.add_list(owner, name=NAMES[number]),
    "put the first on a list": lambda owner, number: tasks.update_task(
        owner, _task(owner), list=_list(owner, number)
    ),
    "take the first off its list": lambda owner, number: tasks.update_task(owner, _task(owner), list=None),
    "move a list": lambda owner, number: lists.update_list(owner, _list(owner, number).pk, position=1),
    "colour a list": lambda owner, number: lists.update_list(owner, _list(owner, number).pk, colour="pink"),
    "archive a list": lambda owner, number: lists.update_list(
        owner, _list(owner, number).pk, is_archived=True
    ),
    "delete a list": lambda owner, number: lists.delete_list(owner, _list(owner, number).pk),
    "restore a list": _restore_list,
    "undo a command": _undo_command,
    "change all": lambda owner, number: tasks.change_all(
        owner, Task.objects.of(owner), lambda task: {"tags": ["shop", f"tag{number}"], "priority": "high"}
    ),
}
GONE = (Task.DoesNotExist, TaskList.DoesNotExist, DeletedList.DoesNotExist, Change.DoesNotExist)
ADDING = st.tuples(st.sampled_from(["add", "add a list"]), NUMBERS)
STEPS = st.one_of(ADDING, st.tuples(st.sampled_from([*OF_A_TASK, *OF_ALL, *FOR_GOOD, *OF_A_LIST]), NUMBERS))


def follow(owner: User, step: Step, ids: Ids) -> None:
    verb, number = step
    if verb in OF_A_LIST:
        with suppress(DomainError, *GONE), transaction.atomic():
            OF_A_LIST[verb](owner, number)
    else:
        take(owner, verb, ids.of(owner, number))


@pytest.fixture
def alice(db: None) -> User:
    return UserFactory.create(username="alice", time_zone="Europe/Berlin")


@settings(PROPERTY, max_examples=10)
@given(before=st.lists(STEPS, max_size=4), after=st.lists(STEPS, min_size=12, max_size=30))
def test_a_snapshot_and_the_events_of_any_commands_are_the_new_snapshot(
    alice: User, before: list[Step], after: list[Step]
) -> None:
    with transaction.atomic():
        ids = Ids(alice)
        for step in [*PREPARED, *before]:
            follow(alice, step, ids)
        old, seq = snapshot(alice), stream_position(stream_of(alice.pk)).last
        for step in after:
            follow(alice, step, ids)
        frames = [frame_of_entry(alice, entry) for entry in read(stream_of(alice.pk), seq, 1_000)]
        assert comparable(reduce(old, frames)) == comparable(snapshot(alice))
        transaction.set_rollback(True)


@PROPERTY
@given(steps=st.lists(st.tuples(st.booleans(), STEPS), min_size=1, max_size=16))
def test_what_two_people_do_in_turns_is_what_each_does_alone(
    alice: User, steps: list[tuple[bool, Step]]
) -> None:
    with transaction.atomic():
        bob, carol = (
            UserFactory.create(time_zone=alice.time_zone),
            UserFactory.create(time_zone=alice.time_zone),
        )
        ids, carols = Ids(alice, bob), Ids(carol)
        for is_alice, step in steps:
            follow(alice if is_alice else bob, step, ids)
        for is_alice, step in steps:
            if is_alice:
                follow(carol, step, carols)
        assert without_ids(alice) == without_ids(carol)
        transaction.set_rollback(True)


@settings(PROPERTY, max_examples=6)
@given(steps=st.lists(st.tuples(st.booleans(), STEPS), min_size=4, max_size=12))
def test_the_ids_of_another_person_are_not_found(alice: User, steps: list[tuple[bool, Step]]) -> None:
    with transaction.atomic():
        bob = UserFactory.create()
        ids = Ids(alice, bob)
        for owner in (alice, bob):
            follow(owner, ("add", 1), ids)
            follow(owner, ("add a list", 1), ids)
        for is_alice, step in steps:
            follow(alice if is_alice else bob, step, ids)
        untouched, api = without_ids(bob), Api.of(alice)
        foreign = Change.objects.of(bob).values_list("task_id", flat=True).distinct()
        paths = [f"/api/v1/tasks/{pk}/" for pk in foreign]
        paths += [f"/api/v1/lists/{pk}/" for pk in TaskList.objects.of(bob).values_list("pk", flat=True)]
        for path in paths:
            answers = [api.get(path), api.patch(path, {}), api.delete(path)]
            assert [answer.status_code for answer in answers] == [404, 404, 404], path
        assert without_ids(bob) == untouched
        transaction.set_rollback(True)


def without_ids(owner: User) -> tuple[list[Json], list[Json]]:
    """Tasks and lists, which name each other by number and name; of times only whether they are there."""
    found = Task.objects.of(owner).select_related("list", "parent").order_by("rank", "number")
    rows = [
        {
            "number": task.number,
            "title": task.title,
            "tags": sorted(task.tag_names),
            "priority": task.priority,
            "repeat": task.repeat,
            "start_on": task.start_on,
            "estimate": task.estimate,
            "has_due": task.due_at is not None,
            "is_done": task.completed,
            "list": task.list and task.list.name,
            "parent": task.parent and task.parent.number,
        }
        for task in found
    ]
    kept = TaskList.objects.of(owner).order_by("position")
    return rows, [{"name": one.name, "colour": one.colour, "is_archived": one.is_archived} for one in kept]
