"""Every change of a task is recorded, and can be undone by itself."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from chatbot.domain.errors import Conflict, NotFound
from chatbot.domain.history import retention
from chatbot.domain.people.actors import acting_as, staff
from chatbot.domain.tasks import commands as tasks
from chatbot.domain.tasks import lists
from chatbot.domain.tasks.changes import snapshot
from chatbot.domain.tasks.fields import FIELDS, TaskFields
from chatbot.domain.tasks.undo import undo_change, undo_command, undo_run
from chatbot.models import Change, Task, TaskTag, User
from tests.chatbot.domain.published import types
from tests.chatbot.domain.threads import at_once
from tests.chatbot.domain.worked import work_for
from tests.factories import TaskFactory, UserFactory


def last_change(task: Task) -> Change:
    found = Change.objects.filter(task_id=task.pk).last()
    assert found is not None
    return found


def titles(owner: User) -> list[tuple[int, str, bool]]:
    return [(task.number, task.title, task.completed) for task in Task.objects.of(owner)]


def test_every_command_is_recorded_with_who_gave_it(alice: User, bob: User) -> None:
    milk = tasks.add_task(alice, title="Milk")
    tasks.update_task(alice, milk.pk, title="Milk")  # changes nothing
    work = work_for(alice)
    call = work.call(lambda owner: tasks.update_task(owner, milk.pk, title="Oat milk", tags=["shop"]))
    work.end()
    with acting_as(staff(bob.pk)):
        tasks.complete_task(alice, milk.pk)
    tasks.delete_task(alice, milk.pk)

    changes = list(Change.objects.of(alice).select_related("tool_call"))
    assert [change.actor for change in changes] == ["owner", "assistant", f"staff:{bob.pk}", "owner"]
    assert [change.tool_call and change.tool_call.call_id for change in changes] == [None, call, None, None]
    assert [change.before for change in changes] == [None, *(change.after for change in changes[:-1])]
    assert changes[-1].after is None
    assert (changes[1].after or {})["tags"] == ["shop"]
    assert all(timezone.now() - change.created_at < timedelta(minutes=1) for change in changes)


def test_what_is_rolled_back_or_refused_is_not_recorded(alice: User) -> None:
    milk = TaskFactory.create(owner=alice)
    for refused in (lambda: tasks.skip_task(alice, milk.pk), lambda: tasks.add_task(alice, title="")):
        with pytest.raises(Exception, match=r"."):
            refused()
    assert not Change.objects.exists()


def test_each_change_is_undone_by_itself_from_the_last_to_the_first(alice: User) -> None:
    milk = tasks.add_task(alice, title="Milk", tags=["home"])
    tasks.update_task(alice, milk.pk, title="Oat milk", due_at=timezone.now())
    tasks.complete_task(alice, milk.pk)
    tasks.delete_task(alice, milk.pk)
    states = [change.before for change in Change.objects.order_by("-pk")]
    ids = list(Change.objects.order_by("-pk").values_list("pk", flat=True))

    for pk, before in zip(ids, states, strict=True):
        undo_change(alice, pk)
        found = Task.objects.of(alice).first()
        assert (found and snapshot(found)) == before

    assert not Task.objects.exists()
    assert types(alice)[4:] == ["task_created", "task_updated", "task_updated", "task_deleted"]


def test_a_change_of_any_field_is_undone(alice: User) -> None:
    due = timezone.now() + timedelta(days=3)
    old: TaskFields = {
        "title": "Milk",
        "due_at": due,
        "repeat": "FREQ=DAILY",
        "reminders": [10],
        "tags": ["a"],
    }
    new: TaskFields = {
        "title": "Bread",
        "description": "brown",
        "priority": "high",
        "due_at": due + timedelta(days=1),
        "start_on": due.date(),
        "estimate": 45,
        "list": lists.add_list(alice, name="Shop").pk,
        "parent": tasks.add_task(alice, title="Shopping").pk,
        "repeat": "FREQ=WEEKLY;BYDAY=MO",
        "repeat_from": "completion",
        "reminders": [5, 60],
        "tags": ["b"],
    }
    assert new.keys() == FIELDS.keys()
    for name in FIELDS:
        task = tasks.add_task(alice, **old)
        before = snapshot(task)
        field = {name: new[name]}  # type: ignore[literal-required]
        assert snapshot(tasks.update_task(alice, task.pk, **field)) != before, name  # type: ignore[misc]
        undo_change(alice, last_change(task).pk)
        assert snapshot(Task.objects.get(pk=task.pk)) == before, name


def test_undo_is_recorded_and_can_be_undone(alice: User) -> None:
    milk = tasks.add_task(alice, title="Milk")
    tasks.update_task(alice, milk.pk, title="Oat milk")
    undo_change(alice, last_change(milk).pk)

    undone = last_change(milk)
    assert undone.is_undo
    assert (undone.before or {})["title"] == "Oat milk"
    undo_change(alice, undone.pk)

    assert titles(alice) == [(1, "Oat milk", False)]


def test_a_command_is_undone_as_a_whole_or_not_at_all(alice: User, bob: User) -> None:
    water, milk = (tasks.add_task(alice, title=title, repeat="every day") for title in ("Water", "Milk"))
    tasks.complete_all(alice, Task.objects.all())
    command = last_change(milk).command_id
    assert titles(alice)[2:] == [(3, "Water", False), (4, "Milk", False)]
    with pytest.raises(NotFound):
        undo_command(bob, command)
    tasks.update_task(alice, milk.pk, title="Oat milk")
    with pytest.raises(Conflict, match="#2 'Oat milk' was changed since"):
        undo_command(alice, command)
    undo_change(alice, last_change(milk).pk)
    tasks.update_task(alice, Task.objects.get(number=3).pk, title="Water all")

    assert undo_command(alice, command) == 3

    assert titles(alice) == [(1, "Water", False), (2, "Milk", False), (3, "Water all", False)]
    undo_command(alice, last_change(milk).command_id)
    assert [number for number, _, is_done in titles(alice) if is_done] == [1, 2]
    call = work_for(alice).call(lambda owner: tasks.delete_task(owner, water.pk))
    with pytest.raises(NotFound):  # it is undone with its run
        undo_command(alice, Change.objects.get(tool_call__call_id=call).command_id)


def test_a_task_that_was_changed_since_is_left_alone(alice: User, bob: User) -> None:
    milk = tasks.add_task(alice, title="Milk")
    added = last_change(milk)
    tasks.update_task(alice, milk.pk, title="Oat milk")
    renamed = last_change(milk)
    refused = {added.pk: "#1 'Oat milk' was changed since"}
    tasks.delete_task(alice, milk.pk)
    refused[renamed.pk] = "#1 'Oat milk' was deleted since"
    deleted = last_change(milk)
    with pytest.raises(Conflict, match=refused[renamed.pk]):
        undo_change(alice, renamed.pk)
    undo_change(alice, deleted.pk)
    for pk, sentence in ((added.pk, refused[added.pk]), (deleted.pk, "#1 'Oat milk' was brought back since")):
        with pytest.raises(Conflict, match=sentence):
            undo_change(alice, pk)
    with pytest.raises(NotFound):
        undo_change(bob, renamed.pk)
    assert titles(alice) == [(1, "Oat milk", False)]


def test_the_next_task_of_a_series_goes_and_comes_with_the_one_before(alice: User) -> None:
    water = tasks.add_task(alice, title="Water", repeat="every day")
    tasks.complete_task(alice, water.pk)
    completed = last_change(water)
    undo_change(alice, completed.pk)
    assert titles(alice) == [(1, "Water", False)]
    undo_change(alice, last_change(water).pk)
    assert titles(alice) == [(1, "Water", True), (2, "Water", False)]

    tasks.reopen_task(alice, water.pk)
    undo_change(alice, last_change(water).pk)
    assert titles(alice) == [(1, "Water", True), (2, "Water", False)]

    following = Task.objects.get(number=2)
    tasks.update_task(alice, following.pk, title="Water all")
    undo_change(alice, last_change(water).pk)
    assert titles(alice) == [(1, "Water", False), (2, "Water all", False)]


def test_undoing_all_that_a_call_did_undoes_the_call(alice: User) -> None:
    milk, rye = (tasks.add_task(alice, title=title) for title in ("Milk", "Rye"))
    work = work_for(alice)
    work.call(lambda owner: tasks.update_task(owner, milk.pk, title="Oat milk"))
    work.call(lambda owner: tasks.complete_all(owner, Task.objects.of(owner)))
    with pytest.raises(Conflict, match="still working"):
        undo_change(alice, last_change(rye).pk)
    run = work.end()

    undo_change(alice, last_change(rye).pk)
    assert "tool_undone" not in types(alice)
    assert titles(alice) == [(1, "Oat milk", True), (2, "Rye", False)]
    with pytest.raises(Conflict, match="#2 'Rye' was changed since"):
        undo_run(alice, run.pk)
    undo_change(alice, last_change(milk).pk)
    undo_change(alice, Change.objects.filter(task_id=milk.pk)[1].pk)
    assert types(alice)[-1] == "tool_undone"
    assert run.tool_calls.filter(undone_at__isnull=False).count() == 1
    assert titles(alice) == [(1, "Milk", False), (2, "Rye", False)]


def test_changes_stay_when_the_chat_is_deleted(alice: User) -> None:
    work = work_for(alice)
    work.call(lambda owner: tasks.add_task(owner, title="Milk"))
    work.end().conversation.delete()
    change = Change.objects.get()
    assert (change.actor, change.tool_call) == ("assistant", None)
    undo_change(alice, change.pk)
    assert not Task.objects.exists()


def test_changes_are_kept_for_thirty_days(alice: User) -> None:
    old, young = (tasks.add_task(alice, title=title) for title in ("Old", "Young"))
    Change.objects.filter(task_id=old.pk).update(created_at=timezone.now() - timedelta(days=30, minutes=1))
    Change.objects.filter(task_id=young.pk).update(created_at=timezone.now() - timedelta(days=29, hours=23))
    with pytest.raises(NotFound):
        undo_change(alice, last_change(old).pk)

    retention.prune()

    assert [change.task_id for change in Change.objects.all()] == [young.pk]
    assert Task.objects.count() == 2


def test_many_tasks_are_recorded_with_one_statement(alice: User) -> None:
    TaskFactory.create_batch(300, owner=alice)
    for command in (tasks.complete_all, tasks.delete_all):
        with CaptureQueriesContext(connection) as queries:
            assert command(alice, Task.objects.of(alice)) == 300
        inserts = [query for query in queries if query["sql"].startswith('INSERT INTO "chatbot_change"')]
        assert len(inserts) == 1
    assert len(set(Change.objects.values_list("command_id", flat=True))) == 2


def test_many_tasks_are_completed_with_few_statements(alice: User) -> None:
    """Repeating ones, too, and those of which somebody was reminded."""
    tomorrow = timezone.now() + timedelta(days=1)

    def statements(count: int) -> int:
        for repeat in ("", "FREQ=DAILY"):
            values = {"due_at": tomorrow, "repeat": repeat, "remind_at": tomorrow, "reminders": [30]}
            TaskFactory.create_batch(count, owner=alice, tags=["home"], **values)
        open_ones = Task.objects.filter(pk__in=Task.objects.pending().values("pk"))
        with CaptureQueriesContext(connection) as queries:
            assert tasks.complete_all(alice, open_ones) == 2 * count
        added = Task.objects.pending()
        assert [(task.tag_names, task.remind_at is None) for task in added] == [(["home"], False)] * count
        tasks.delete_all(alice, Task.objects.all())
        return len(queries)

    statements(1)  # creates the stream
    assert statements(2) == statements(100)
    assert not Task.objects.completed().exclude(remind_at=None).exists()


def test_many_tasks_are_deleted_with_few_statements(alice: User) -> None:
    def statements(count: int) -> int:
        TaskFactory.create_batch(count, owner=alice, tags=["home"])
        with CaptureQueriesContext(connection) as queries:
            assert tasks.delete_all(alice, Task.objects.of(alice)) == count
        assert not TaskTag.objects.exists()
        return len(queries)

    statements(1)  # creates the stream
    assert statements(2) == statements(150)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("any_database")
def test_a_deletion_is_undone_once() -> None:
    alice = UserFactory.create()
    milk = tasks.add_task(alice, title="Milk")
    tasks.delete_task(alice, milk.pk)
    change = last_change(milk)

    def undo() -> None:
        undo_change(alice, change.pk)

    results = at_once(undo, undo, undo)

    assert sorted(type(result).__name__ for result in results) == ["Conflict", "Conflict", "NoneType"]
    assert types(alice) == ["task_created", "task_deleted", "task_created"]
