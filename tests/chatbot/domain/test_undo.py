from __future__ import annotations

from datetime import UTC, datetime
from itertools import groupby
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chatbot.domain.errors import Conflict, NotFound
from chatbot.domain.journal.tool_calls import Progress
from chatbot.domain.runs import endings
from chatbot.domain.runs.cancel import cancel_run
from chatbot.domain.runs.retry import retry_run
from chatbot.domain.runs.submit_message import submit_message
from chatbot.domain.tasks import commands as tasks
from chatbot.domain.tasks.changes import snapshot
from chatbot.domain.tasks.undo import undo_call, undo_run
from chatbot.models import Change, Run, Task, ToolCall, User
from tests.chatbot.domain.published import published, types
from tests.chatbot.domain.threads import at_once
from tests.chatbot.domain.worked import Work, work_for

DUE = datetime(2031, 5, 6, 7, 8, 9, tzinfo=UTC)


def state(owner: User) -> dict[Any, dict[str, Any]]:
    return {task.pk: snapshot(task) for task in Task.objects.of(owner).prefetch_related("tags")}


@pytest.fixture
def milk(alice: User) -> Task:
    return tasks.add_task(alice, title="Buy milk", priority="high", due_at=DUE, tags=["home", "shop"])


def test_a_created_task_is_deleted_and_its_number_not_used_again(alice: User) -> None:
    work = work_for(alice)
    call = work.call(lambda owner: tasks.add_task(owner, title="Buy milk"))
    work.end()

    assert undo_call(alice, call) == 1

    assert not Task.objects.exists()
    assert types(alice)[-2:] == ["task_deleted", "tool_undone"]
    assert tasks.add_task(alice, title="Buy bread").number == 2


def test_a_changed_task_is_restored(alice: User, milk: Task) -> None:
    before = state(alice)
    work = work_for(alice)
    call = work.call(
        lambda owner: tasks.update_task(
            owner, milk.pk, title="Oats", priority="low", due_at=None, tags=["home", "vegan"], description="!"
        )
    )
    work.end()
    changed_at = Task.objects.get().updated_at

    assert undo_call(alice, call) == 1

    assert state(alice) == before
    assert Task.objects.get().updated_at > changed_at
    kind, data = published(alice)[-2]
    assert (kind, data["message"]) == ("task_updated", "Restored 'Buy milk'")
    assert (data["result"]["title"], data["result"]["tags"]) == ("Buy milk", ["home", "shop"])


def test_a_deleted_task_is_restored_with_its_id_number_times_and_tags(alice: User, milk: Task) -> None:
    tasks.complete_task(alice, milk.pk)
    before = state(alice)
    work = work_for(alice)
    call = work.call(lambda owner: tasks.delete_task(owner, milk.pk))
    run = work.end()

    assert undo_call(alice, call) == 1

    assert state(alice) == before
    (created, undone) = published(alice)[-2:]
    assert (created[0], created[1]["message"]) == ("task_created", "Restored: Buy milk")
    assert created[1]["result"]["tags"] == ["home", "shop"]
    assert undone == (
        "tool_undone",
        {
            "conversation_id": str(run.conversation_id),
            "run_id": str(run.pk),
            "attempt": 1,
            "tool": "update_task",
            "call_id": call,
            "message": "Undone",
            "count": 1,
        },
    )


def test_undoing_twice_is_refused(alice: User, milk: Task) -> None:
    work = work_for(alice)
    call = work.call(lambda owner: tasks.complete_task(owner, milk.pk))
    run = work.end()
    undo_call(alice, call)
    assert ToolCall.objects.get().undone_at is not None
    events_before = published(alice)

    with pytest.raises(Conflict, match=r"^This was undone already\.$"):
        undo_call(alice, call)
    with pytest.raises(Conflict, match=r"^This was undone already\.$"):
        undo_run(alice, run.pk)
    assert published(alice) == events_before


@pytest.mark.parametrize(
    ("effect", "since", "sentence"),
    [
        (
            lambda owner, task: tasks.complete_task(owner, task.pk),
            lambda owner, task: tasks.update_task(owner, task.pk, title="Buy oats"),
            "#1 'Buy oats' was changed since, so nothing was undone.",
        ),
        (
            lambda owner, task: tasks.complete_task(owner, task.pk),
            lambda owner, task: tasks.delete_task(owner, task.pk),
            "#1 'Buy milk' was deleted since, so nothing was undone.",
        ),
        (
            lambda owner, task: tasks.complete_task(owner, task.pk),
            lambda owner, task: tasks.update_task(owner, task.pk, tags=["shop"]),
            "#1 'Buy milk' was changed since, so nothing was undone.",
        ),
    ],
)
def test_if_a_task_was_changed_since_nothing_is_undone(
    alice: User, milk: Task, effect: Any, since: Any, sentence: str
) -> None:
    work = work_for(alice)
    first = work.call(lambda owner: effect(owner, milk))
    work.call(lambda owner: tasks.add_task(owner, title="Buy bread"))
    run = work.end()
    since(alice, milk)
    before, events_before = state(alice), published(alice)

    for undo in (lambda: undo_call(alice, first), lambda: undo_run(alice, run.pk)):
        with pytest.raises(Conflict) as refusal:
            undo()
        assert refusal.value.message == sentence
    assert (state(alice), published(alice)) == (before, events_before)
    assert not ToolCall.objects.exclude(undone_at=None).exists()


def test_a_task_restored_since_is_not_undone(alice: User, milk: Task) -> None:
    earlier = work_for(alice)
    first = earlier.call(lambda owner: tasks.delete_task(owner, milk.pk))
    earlier.end()
    undo_call(alice, first)
    later = work_for(alice)
    second = later.call(lambda owner: tasks.delete_task(owner, milk.pk))
    later.end()
    undo_call(alice, second)
    ToolCall.objects.filter(call_id=first).update(undone_at=None)

    with pytest.raises(Conflict, match=r"^#1 'Buy milk' was brought back since, so nothing was undone"):
        undo_call(alice, first)


def test_several_changes_of_one_task_are_undone_in_reverse_order(alice: User, milk: Task) -> None:
    before = state(alice)
    work = work_for(alice)
    work.call(
        lambda owner: tasks.update_task(owner, milk.pk, title="B"),
        lambda owner: tasks.update_task(owner, milk.pk, title="C", tags=[]),
    )
    work.call(lambda owner: tasks.complete_task(owner, milk.pk))
    work.call(lambda owner: tasks.delete_task(owner, milk.pk))
    work.call(
        lambda owner: tasks.add_task(owner, title="Short-lived"),
        lambda owner: tasks.delete_task(owner, Task.objects.of(owner).get(title="Short-lived").pk),
    )
    run = work.end()

    assert undo_run(alice, run.pk) == 2

    assert state(alice) == before
    assert [data["count"] for kind, data in published(alice) if kind == "tool_undone"] == [1, 1, 1, 1]
    assert [data["call_id"] for kind, data in published(alice) if kind == "tool_undone"] == work.calls


def test_an_edit_between_two_changes_is_not_lost(alice: User, milk: Task) -> None:
    work = work_for(alice)
    work.call(lambda owner: tasks.update_task(owner, milk.pk, title="B"))
    tasks.update_task(alice, milk.pk, description="By hand")
    last = work.call(lambda owner: tasks.complete_task(owner, milk.pk))
    run = work.end()

    with pytest.raises(Conflict, match="changed since"):
        undo_run(alice, run.pk)
    assert undo_call(alice, last) == 1
    assert not Task.objects.get().completed
    with pytest.raises(Conflict, match="changed since"):
        undo_run(alice, run.pk)


def test_a_run_is_undone_without_the_calls_that_were_undone_before(alice: User, milk: Task) -> None:
    before = state(alice)
    work = work_for(alice)
    work.call(lambda owner: tasks.complete_task(owner, milk.pk))
    second = work.call(lambda owner: tasks.add_task(owner, title="Buy bread"))
    run = work.end()

    assert undo_call(alice, second) == 1
    assert undo_run(alice, run.pk) == 1
    assert state(alice) == before


def test_nothing_is_undone_while_the_run_is_active(alice: User, milk: Task) -> None:
    work = work_for(alice)
    call = work.call(lambda owner: tasks.complete_task(owner, milk.pk))

    for undo in (lambda: undo_call(alice, call), lambda: undo_run(alice, work.run.pk)):
        with pytest.raises(Conflict, match="still working on this"):
            undo()
    assert Task.objects.get().completed


def test_nothing_is_undone_while_another_run_continues_from_its_journal(alice: User, milk: Task) -> None:
    work = work_for(alice)
    call = work.call(lambda owner: tasks.complete_task(owner, milk.pk))
    endings.fail(work.claim, "timeout", "That took too long.")
    again = retry_run(alice, work.run.pk)

    with pytest.raises(Conflict, match="still working on this"):
        undo_call(alice, call)

    cancel_run(alice, again.pk)
    assert undo_call(alice, call) == 1
    assert not Task.objects.get().completed


def test_another_run_of_the_conversation_does_not_prevent_undoing(alice: User, milk: Task) -> None:
    work = work_for(alice)
    call = work.call(lambda owner: tasks.complete_task(owner, milk.pk))
    work.end()
    Work.on(submit_message(alice, "And now?", conversation_id=work.run.conversation_id))

    assert undo_call(alice, call) == 1


@pytest.mark.parametrize("ending", ["failed", "stopped"])
def test_changes_of_a_failed_or_stopped_run_can_be_undone(alice: User, ending: str) -> None:
    work = work_for(alice)
    call = work.begin()
    work.step(call, lambda owner: tasks.add_task(owner, title="Buy bread"), Progress(1, 2, "1 of 2"))
    if ending == "failed":
        endings.fail(work.claim, "timeout", "That took too long.")
    else:
        endings.cancel(work.claim)

    assert undo_run(alice, work.run.pk) == 1
    assert not Task.objects.exists()


def test_a_call_that_a_retry_finished_is_undone_as_a_whole(alice: User) -> None:
    work = work_for(alice)
    call = work.begin()
    work.step(call, lambda owner: tasks.add_task(owner, title="Buy bread"), Progress(1, 2, "1 of 2"))
    endings.fail(work.claim, "timeout", "That took too long.")
    again = Work.on(retry_run(alice, work.run.pk))
    again.step(again.begin(call.call_id), lambda owner: tasks.add_task(owner, title="Buy milk"))
    again.end()

    assert undo_run(alice, again.run.pk) == 2

    assert not Task.objects.exists()
    assert not ToolCall.objects.filter(undone_at=None).exists()
    undone = [data for kind, data in published(alice) if kind == "tool_undone"]
    assert [(data["run_id"], data["count"]) for data in undone] == [(str(again.run.pk), 2)]


def test_a_call_without_changes_cannot_be_undone(alice: User) -> None:
    work = work_for(alice)
    call = work.call(lambda owner: None)
    run = work.end()

    for undo in (lambda: undo_call(alice, call), lambda: undo_run(alice, run.pk)):
        with pytest.raises(Conflict, match=r"^There is nothing here to undo\.$"):
            undo()


def test_runs_of_others_cannot_be_undone(alice: User, bob: User, milk: Task) -> None:
    work = work_for(alice)
    call = work.call(lambda owner: tasks.complete_task(owner, milk.pk))
    run = work.end()

    with pytest.raises(NotFound):
        undo_call(bob, call)
    with pytest.raises(NotFound):
        undo_run(bob, run.pk)
    with pytest.raises(NotFound):
        undo_call(alice, "call_unknown")


@pytest.mark.parametrize("count", [3, 200])
def test_many_deleted_tasks_are_restored_in_a_few_queries(alice: User, count: int) -> None:
    Task.objects.bulk_create(
        Task(owner=alice, number=number, title=f"Task {number}") for number in range(1, count + 1)
    )
    User.objects.filter(pk=alice.pk).update(last_task_number=count)
    tasks.update_task(alice, Task.objects.get(number=2).pk, tags=["home"])
    before = state(alice)
    work = work_for(alice)
    work.call(lambda owner: tasks.complete_all(owner, Task.objects.all()))
    work.call(lambda owner: tasks.delete_all(owner, Task.objects.all()))
    run = work.end()

    events = len(types(alice))
    with CaptureQueriesContext(connection) as queries:
        assert undo_run(alice, run.pk) == count

    assert len(queries) < 40
    since = types(alice)[events:]
    assert [kind for kind, _ in groupby(since)] == ["tasks_created", "tool_undone"]
    assert len(since) < 5 + count / 50
    assert state(alice) == before


def test_many_changed_tasks_are_restored_in_a_few_queries(alice: User) -> None:
    Task.objects.bulk_create(Task(owner=alice, number=number, title="Task") for number in range(1, 201))
    before = state(alice)
    work = work_for(alice)
    call = work.call(lambda owner: tasks.complete_all(owner, Task.objects.all()))
    work.end()

    with CaptureQueriesContext(connection) as queries:
        assert undo_call(alice, call) == 200

    assert len(queries) < 40
    assert state(alice) == before


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("any_database")
def test_of_two_simultaneous_undos_one_succeeds() -> None:
    alice = User.objects.create_user("alice")
    task = tasks.add_task(alice, title="Buy milk")
    work = work_for(alice)
    call = work.call(lambda owner: tasks.delete_task(owner, task.pk))
    run: Run = work.end()

    outcomes = at_once(
        lambda: undo_call(alice, call), lambda: undo_run(alice, run.pk), lambda: undo_call(alice, call)
    )

    assert outcomes.count(1) == 1
    refusals = [outcome for outcome in outcomes if isinstance(outcome, Conflict)]
    assert [refusal.message for refusal in refusals] == ["This was undone already."] * 2
    assert Task.objects.get().pk == task.pk


class TestRecordsOfAnOlderVersion:
    """A field that was added or removed since does not prevent undoing."""

    @pytest.mark.parametrize(
        "change", [{"priority": None}, {"colour": "red"}], ids=["without a field", "with one that is gone"]
    )
    def test_a_change_is_undone(self, alice: User, milk: Task, change: dict[str, Any]) -> None:
        work = work_for(alice)
        call = work.call(lambda owner: tasks.update_task(owner, milk.pk, title="Oats"))
        work.end()
        age(change)

        assert undo_call(alice, call) == 1

        assert Task.objects.get().title == "Buy milk"
        assert Task.objects.get().priority == "high"

    @pytest.mark.parametrize(
        "change", [{"priority": None}, {"colour": "red"}], ids=["without a field", "with one that is gone"]
    )
    def test_a_deleted_task_is_restored(self, alice: User, milk: Task, change: dict[str, Any]) -> None:
        work = work_for(alice)
        call = work.call(lambda owner: tasks.delete_task(owner, milk.pk))
        work.end()
        age(change)

        assert undo_call(alice, call) == 1

        task = Task.objects.get()
        assert (task.title, task.due_at, task.tag_names) == ("Buy milk", DUE, ["home", "shop"])
        assert task.priority == ("high" if "colour" in change else "medium")

    def test_a_task_changed_since_is_still_detected(self, alice: User, milk: Task) -> None:
        work = work_for(alice)
        call = work.call(lambda owner: tasks.update_task(owner, milk.pk, title="Oats"))
        work.end()
        age({"priority": None})
        tasks.update_task(alice, milk.pk, due_at=None)

        with pytest.raises(Conflict, match="was changed since"):
            undo_call(alice, call)


def age(change: dict[str, Any]) -> None:
    """Change the record as if it were from a version with another field, or without one."""
    for record in Change.objects.all():
        for state in (record.before, record.after):
            if state is not None:
                for name, value in change.items():
                    state.pop(name, None) if value is None else state.update({name: value})
        record.save()
