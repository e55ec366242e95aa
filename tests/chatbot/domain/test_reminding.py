"""Reminders are sent once each, when they are due, and follow the task."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from chatbot.domain.errors import Invalid
from chatbot.domain.runs.sweeper import sweep
from chatbot.domain.tasks import commands as tasks
from chatbot.domain.tasks import undo
from chatbot.domain.tasks.due import due_columns
from chatbot.domain.tasks.quick_add import quick_add
from chatbot.domain.tasks.reminding import next_reminder, remind
from chatbot.models import Task, User
from tests.chatbot.domain.published import published, types
from tests.chatbot.domain.threads import at_once
from tests.chatbot.pages.scenes import begin
from tests.chatbot.snapshots.cases import use
from tests.factories import TaskFactory

BERLIN = ZoneInfo("Europe/Berlin")


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2027, 3, day, hour, minute, tzinfo=BERLIN)


@pytest.fixture
def in_march(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: at(1, 10).astimezone(UTC))


@pytest.mark.parametrize(
    ("due", "reminders", "moment"),
    [
        (at(2, 12), [30], at(2, 11, 30)),
        (at(2, 12), [30, 1440, 60], at(1, 12)),
        (at(1, 12), [30, 1440], at(1, 11, 30)),  # a day before is over
        (date(2027, 3, 3), [0], at(3, 9)),  # a day: in the morning
        (date(2027, 3, 3), [60], at(3, 8)),
        (at(3, 23, 59), [60], at(3, 22, 59)),
        (at(1, 9), [0], None),
        (None, [30], None),
        (at(2, 12), [], None),
    ],
)
def test_the_next_reminder_is_the_first_one_to_come(
    alice: User, due: date | None, reminders: list[int], moment: datetime | None
) -> None:
    assert (
        next_reminder(
            Task(owner=alice, reminders=reminders, **due_columns({"due_at": due}, alice)), at(1, 10)
        )
        == moment
    )


def test_a_reminder_does_not_depend_on_the_clock_of_the_process(
    alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    due = timezone.now() + timedelta(hours=1)
    monkeypatch.setattr(timezone, "now", lambda: due)  # an hour ahead of the database
    task = tasks.add_task(alice, title="Call", due_at=due, reminders=[30])
    assert task.remind_at == due - timedelta(minutes=30)


@pytest.mark.usefixtures("in_march")
def test_a_reminder_follows_its_task(alice: User) -> None:
    task = tasks.add_task(alice, title="Call", due_at=at(2, 12), reminders=[30])
    assert tasks.update_task(alice, task.pk, due_at=at(4, 12)).remind_at == at(4, 11, 30)
    assert tasks.update_task(alice, task.pk, reminders=[60]).remind_at == at(4, 11)
    assert tasks.complete_task(alice, task.pk).remind_at is None
    assert tasks.reopen_task(alice, task.pk).remind_at == at(4, 11)
    assert tasks.update_task(alice, task.pk, due_at=None).remind_at is None


@pytest.mark.usefixtures("in_march")
def test_typed_reminders_are_kept(alice: User) -> None:
    for text, moment in (
        ("Call mum tomorrow at 9, remind me 10 minutes before", at(2, 8, 50)),
        ("remind me tomorrow at 9 to call dad", at(2, 9)),
        ("Report due friday, remind me on thursday", at(4, 9)),
    ):
        [(task, found)] = quick_add(alice, text)
        assert (task.remind_at, found.notes) == (moment, ()), text


def soon(alice: User, **fields: Any) -> Task:
    """A task whose first reminder is due."""
    now = timezone.now()
    task = tasks.add_task(alice, title="Call", due_at=now + timedelta(hours=1), **fields)
    Task.objects.filter(pk=task.pk).update(remind_at=now - timedelta(seconds=1))
    return task


def test_a_due_reminder_is_sent_once(alice: User) -> None:
    task = soon(alice, reminders=[60, 15])
    sweep()
    sweep()
    remind([task.pk])

    assert types(alice) == ["task_created", "task_reminder"]
    data = published(alice)[-1][1]
    assert data["message"].startswith("Reminder: Call, due ")
    assert (data["task_id"], data["result"]["reminders"]) == (str(task.pk), [15, 60])
    task.refresh_from_db()
    assert task.due_at is not None
    assert task.remind_at == task.due_at - timedelta(minutes=15)
    assert task.reminded_at is not None


def test_many_reminders_are_sent_in_one_sweep(
    alice: User, bob: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for owner in (alice, bob):
        for _ in range(30):
            TaskFactory.create(owner=owner, reminders=[0], due_at=timezone.now(), remind_at=timezone.now())
    with django_assert_max_num_queries(60):
        sweep()
    for owner in (alice, bob):
        assert types(owner) == ["task_reminder"] * 30


def test_a_completed_task_is_not_reminded_of(alice: User) -> None:
    task = soon(alice, reminders=[60])
    tasks.complete_task(alice, task.pk)
    sweep()
    assert "task_reminder" not in types(alice)


def test_a_reminder_is_shown_until_it_is_dismissed_or_the_task_done(alice: User) -> None:
    for end in (tasks.dismiss_reminder, tasks.complete_task):
        task = soon(alice, reminders=[60])
        sweep()
        assert Task.objects.get(pk=task.pk).reminded_at is not None
        end(alice, task.pk)
        assert Task.objects.get(pk=task.pk).reminded_at is None
        assert types(alice)[-1] == "task_updated"


def test_undo_restores_the_reminders(alice: User) -> None:
    task = tasks.add_task(alice, title="Call", due_at=timezone.now() + timedelta(days=1), reminders=[60])
    before = task.remind_at
    scene = begin(alice)
    use(scene, "update_task", "call-1", number=1, reminders=[])
    use(scene, "delete_task", "call-2", number=1)
    scene.succeed()
    undo.undo_run(alice, scene.run.pk)
    restored = Task.objects.get(pk=task.pk)
    assert (restored.reminders, restored.remind_at) == ([60], before)


def test_undo_restores_many_reminders_with_few_queries(
    alice: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    due = timezone.now() + timedelta(days=1)
    made = [tasks.add_task(alice, title=f"Call {number}", due_at=due, reminders=[60]) for number in range(10)]
    scene = begin(alice)
    use(scene, "update_tasks", "call-1", numbers=[task.number for task in made], clear_due=True)
    scene.succeed()
    assert not Task.objects.exclude(remind_at=None).exists()
    with django_assert_max_num_queries(20):
        undo.undo_run(alice, scene.run.pk)
    assert Task.objects.filter(remind_at=due - timedelta(hours=1)).count() == 10


@pytest.mark.parametrize("reminders", ["30", [-1], [1.5], [True], ["30"], [600_000], range(6), None])
def test_reminders_that_cannot_be_are_refused(alice: User, reminders: Any) -> None:
    with pytest.raises(Invalid) as refusal:
        tasks.add_task(alice, title="Call", reminders=reminders)
    assert refusal.value.field == "reminders"


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("any_database")
def test_several_sweepers_send_a_reminder_once(django_user_model: type[User]) -> None:
    owner = django_user_model.objects.create_user("dora")
    task = soon(owner, reminders=[60])
    at_once(*[lambda: remind([task.pk])] * 3)
    assert types(owner).count("task_reminder") == 1
