"""A repeating task has one open task: completing it, by any way, adds the next one once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from chatbot.domain.errors import Conflict, Invalid
from chatbot.domain.tasks import commands as tasks
from chatbot.domain.tasks import undo
from chatbot.models import Task, User
from tests.chatbot.domain.published import published, types
from tests.chatbot.domain.threads import at_once
from tests.chatbot.pages.scenes import begin
from tests.chatbot.snapshots.cases import use
from tests.subtests import as_subtests

BERLIN = ZoneInfo("Europe/Berlin")
MONDAY = datetime(2026, 11, 30, 10, tzinfo=BERLIN)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """The present moment, which a test may replace."""
    moments = [MONDAY]
    monkeypatch.setattr(timezone, "now", lambda: moments[0].astimezone(UTC))
    return moments


def due(task: Task | None) -> str:
    return f"{task.due_at.astimezone(BERLIN):%a %d %b %H:%M}" if task and task.due_at else ""


def open_tasks(owner: User) -> list[Task]:
    return list(Task.objects.of(owner).pending().prefetch_related("tags").order_by("number"))


@pytest.mark.usefixtures("clock")
def test_a_repetition_in_words_gives_the_rule_and_the_first_due_date(alice: User) -> None:
    task = tasks.add_task(alice, title="Water plants", repeat="every Tuesday at 9")
    assert (task.repeat, due(task)) == ("FREQ=WEEKLY;BYDAY=TU", "Tue 01 Dec 09:00")


@pytest.mark.usefixtures("clock")
def test_completing_adds_the_next_one_with_the_same_fields(alice: User) -> None:
    task = tasks.add_task(
        alice,
        title="Water plants",
        description="Ferns",
        priority="high",
        tags=["home"],
        repeat="every Tuesday",
    )
    tasks.complete_task(alice, task.pk)

    [later] = open_tasks(alice)
    assert (later.number, due(later)) == (2, "Tue 08 Dec 23:59")
    assert (later.title, later.description, later.priority) == ("Water plants", "Ferns", "high")
    assert (later.tag_names, later.repeat) == (["home"], "FREQ=WEEKLY;BYDAY=TU")
    assert types(alice) == ["task_created", "task_updated", "task_created"]
    assert published(alice)[-1][1]["message"] == "Next: Water plants"


def test_the_next_one_of_an_overdue_task_is_not_over(alice: User, clock: list[datetime]) -> None:
    task = tasks.add_task(alice, title="Stretch", repeat="every 3 days")
    assert due(task) == "Mon 30 Nov 23:59"
    clock[0] = MONDAY + timedelta(days=7)
    tasks.complete_task(alice, task.pk)
    assert due(open_tasks(alice)[0]) == "Wed 09 Dec 23:59"


@pytest.mark.usefixtures("clock")
def test_moving_one_task_moves_only_that_one(alice: User) -> None:
    task = tasks.add_task(alice, title="Water plants", repeat="every Tuesday at 9")
    tasks.update_task(alice, task.pk, due_at=datetime(2026, 12, 3, 18, tzinfo=BERLIN))
    tasks.complete_task(alice, task.pk)
    assert due(open_tasks(alice)[0]) == "Tue 08 Dec 09:00"


@pytest.mark.usefixtures("clock")
def test_a_new_repetition_moves_the_task_to_its_first_date(alice: User) -> None:
    task = tasks.add_task(alice, title="Rent", due_at=datetime(2026, 12, 2, 9, tzinfo=BERLIN))
    assert due(tasks.update_task(alice, task.pk, repeat="every month on the 1st")) == "Fri 01 Jan 09:00"
    assert due(tasks.update_task(alice, task.pk, repeat="every Monday at 8")) == "Mon 07 Dec 08:00"
    given = datetime(2026, 12, 5, 9, tzinfo=BERLIN)
    assert due(tasks.update_task(alice, task.pk, repeat="FREQ=DAILY", due_at=given)) == "Sat 05 Dec 09:00"


def test_a_task_can_repeat_from_the_day_it_is_done(alice: User, clock: list[datetime]) -> None:
    task = tasks.add_task(alice, title="Haircut", repeat="every 10 days 2 times", repeat_from="completion")
    clock[0] = MONDAY + timedelta(days=4)
    tasks.complete_task(alice, task.pk)
    [later] = open_tasks(alice)
    assert (due(later), later.repeat) == ("Mon 14 Dec 23:59", "FREQ=DAILY;INTERVAL=10;COUNT=1")
    tasks.complete_task(alice, later.pk)
    assert open_tasks(alice) == []


@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize("rule", ["FREQ=DAILY;COUNT=2", "FREQ=DAILY;UNTIL=20261201"])
def test_a_series_ends(alice: User, rule: str) -> None:
    task = tasks.add_task(alice, title="Antibiotics", repeat=rule)
    tasks.complete_task(alice, task.pk)
    [last] = open_tasks(alice)
    with pytest.raises(Conflict, match="last one of #2"):
        tasks.skip_task(alice, last.pk)
    tasks.complete_task(alice, last.pk)
    assert open_tasks(alice) == []


@pytest.mark.usefixtures("clock")
def test_reopening_takes_the_next_one_back_unless_somebody_changed_it(alice: User) -> None:
    task = tasks.add_task(alice, title="Stretch", repeat="every day")
    for change in ({}, {"title": "Stretch well"}):
        tasks.complete_task(alice, task.pk)
        [later] = open_tasks(alice)
        tasks.update_task(alice, later.pk, **change)
        tasks.reopen_task(alice, task.pk)
    assert [(one.number, one.title) for one in open_tasks(alice)] == [(1, "Stretch"), (3, "Stretch well")]
    tasks.complete_task(alice, task.pk)
    assert [one.number for one in open_tasks(alice)] == [3], "there is a next one already"


@pytest.mark.usefixtures("clock")
def test_many_tasks_completed_together_go_on(alice: User) -> None:
    for title in ("One", "Two"):
        tasks.add_task(alice, title=title, repeat="every day")
    tasks.add_task(alice, title="Three")
    assert tasks.complete_all(alice, Task.objects.all()) == 3
    assert [(one.title, due(one)) for one in open_tasks(alice)] == [
        ("One", "Tue 01 Dec 23:59"),
        ("Two", "Tue 01 Dec 23:59"),
    ]
    assert types(alice)[-2:] == ["tasks_updated", "tasks_created"]


@pytest.mark.usefixtures("clock")
def test_a_task_without_a_due_date_repeats_no_more(alice: User) -> None:
    task = tasks.add_task(alice, title="Stretch", repeat="every day")
    assert tasks.update_task(alice, task.pk, due_at=None).repeat == ""
    task = tasks.update_task(alice, task.pk, repeat="every Friday")
    assert due(task) == "Fri 04 Dec 23:59"
    tasks.update_task(alice, task.pk, repeat="")
    tasks.complete_task(alice, task.pk)
    assert open_tasks(alice) == []


@pytest.mark.usefixtures("clock")
def test_skipping_moves_a_task_to_its_next_date(alice: User) -> None:
    task = tasks.add_task(alice, title="Stretch", repeat="every Monday and Thursday")
    assert due(tasks.skip_task(alice, task.pk)) == "Thu 03 Dec 23:59"
    assert due(tasks.skip_task(alice, task.pk)) == "Mon 07 Dec 23:59"
    once = tasks.add_task(alice, title="Once")
    with pytest.raises(Invalid, match="#2 does not repeat"):
        tasks.skip_task(alice, once.pk)


@pytest.mark.usefixtures("clock")
@as_subtests(
    ("repeat", "reason"),
    [
        ("every few days", "no repetition"),
        ("tomorrow", "no repetition"),
        ("FREQ=SECONDLY", "FREQ cannot be"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "has no date"),
        ("FREQ=DAILY;UNTIL=20200101", "over already"),
        ("x" * 1_001, "at most 1,000"),
        (None, "is a text"),
    ],
)
def test_a_repetition_that_cannot_be_is_refused(alice: User, repeat: Any, reason: str) -> None:
    with pytest.raises(Invalid, match=reason) as refusal:
        tasks.add_task(alice, title="Stretch", repeat=repeat)
    assert refusal.value.field == "repeat"


@pytest.mark.usefixtures("clock")
def test_undo_takes_back_a_completion_with_the_next_one(alice: User) -> None:
    tasks.add_task(alice, title="Stretch", repeat="every day")
    scene = begin(alice)
    use(scene, "complete_task", "call-1", number=1)
    use(scene, "skip_task", "call-2", number=2)
    scene.succeed()
    assert due(open_tasks(alice)[0]) == "Wed 02 Dec 23:59"

    undo.undo_run(alice, scene.run.pk)

    assert [(one.number, due(one)) for one in open_tasks(alice)] == [(1, "Mon 30 Nov 23:59")]
    tasks.complete_task(alice, open_tasks(alice)[0].pk)
    assert [(one.number, due(one)) for one in open_tasks(alice)] == [(3, "Tue 01 Dec 23:59")]


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("any_database")
def test_two_who_complete_a_task_at_once_add_one_next(django_user_model: type[User]) -> None:
    owner = django_user_model.objects.create_user("dora")
    task = tasks.add_task(owner, title="Stretch", repeat="every day")
    at_once(*[lambda: tasks.complete_task(owner, task.pk)] * 2)
    assert Task.objects.filter(follows=task.pk).count() == 1
