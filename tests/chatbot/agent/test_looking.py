"""What list_tasks and search_tasks find, and how much of it they show."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from chatbot.domain.journal.tool_calls import Outcome, SoFar
from chatbot.domain.tasks.due import days_left_in_week
from chatbot.models import Task, User
from chatbot.tools import TOOLS
from chatbot.tools.common.filters import Due, due_within
from chatbot.tools.list_tasks import ListTasks, next_week
from tests.factories import TaskFactory, UserFactory

pytestmark = pytest.mark.django_db
BY_NAME = {tool.name: tool for tool in TOOLS}


@pytest.fixture
def alice() -> User:
    return UserFactory.create(username="alice", time_zone="Europe/Berlin")


def use(name: str, owner: User, **given: Any) -> dict[str, Any]:
    tool = BY_NAME[name]
    outcome = tool.effect(owner, tool.arguments.model_validate_json(json.dumps(given)), SoFar())
    assert isinstance(outcome, Outcome)
    return outcome.output.as_json()


def titles(output: dict[str, Any]) -> list[str]:
    return [task["title"] for task in output["tasks"]]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, ["today", "tomorrow", "sunday", "monday", "later", "someday"]),
        ({"due": "no_date"}, ["someday"]),
        ({"due": "overdue"}, []),
        ({"due_from": "2099-11-22"}, ["sunday", "monday", "later"]),
        ({"due_before": "2099-11-19"}, ["today"]),
        ({"due_from": "2099-11-19T00:00", "due_before": "2099-11-23T00:00+01:00"}, ["tomorrow", "sunday"]),
        ({"status": "completed"}, ["done lately", "done long ago"]),
        ({"completed_since": "2020-11-16"}, ["done lately"]),
        ({"completed_before": "2020-11-16"}, ["done long ago"]),
        ({"completed_since": "2020-11-16", "completed_before": "2020-11-17"}, []),
        ({"status": "all", "tag": "#Home"}, ["today", "done lately"]),
        ({"priority": "high"}, ["later"]),
        ({"numbers": [2, 8]}, ["tomorrow", "done long ago"]),
        ({"sort": "title", "limit": 2}, ["later", "monday"]),
        ({"sort": "newest", "limit": 2}, ["someday", "later"]),
        ({"sort": "priority", "limit": 1}, ["later"]),
        ({"sort": "due", "limit": 1}, ["today"]),
        ({"limit": 2, "offset": 2}, ["sunday", "monday"]),
    ],
)
def test_filters_and_order(alice: User, given: dict[str, Any], expected: list[str]) -> None:
    assert titles(use("list_tasks", listed(alice), **given)) == expected


@pytest.mark.parametrize(
    ("week_start", "due", "expected"),
    [
        ("monday", "today", ["today"]),
        ("monday", "tomorrow", ["tomorrow"]),
        ("monday", "this_week", ["today", "tomorrow", "sunday"]),
        ("monday", "next_week", ["monday"]),
        ("monday", "no_date", ["someday"]),
        ("sunday", "this_week", ["today", "tomorrow"]),
        ("sunday", "next_week", ["sunday", "monday"]),
    ],
)
def test_days_and_weeks_are_those_of_the_person(
    alice: User, week_start: str, due: Due, expected: list[str]
) -> None:
    alice.week_start = week_start
    now = datetime(2099, 11, 18, 12, tzinfo=alice.tz)  # a Wednesday
    tasks = Task.objects.of(listed(alice)).pending()
    found = due_within(tasks, due, now, alice.date_settings)
    assert [task.title for task in found.listed()] == expected


@pytest.mark.parametrize(
    ("week_start", "day", "given", "expected"),
    [
        ("monday", 22, {"due": "this_week"}, ["monday"]),
        ("monday", 22, {"due": "this_week", "status": "all"}, ["monday"]),
        ("monday", 22, {"due": "this_week", "tag": "home"}, []),
        ("monday", 22, {"due": "this_week", "status": "completed"}, None),
        ("monday", 22, {"due": "today"}, None),
        ("monday", 22, {}, None),
        ("monday", 21, {"due": "this_week"}, None),
        ("monday", 23, {"due": "this_week"}, None),
        ("sunday", 21, {"due": "this_week"}, ["sunday", "monday"]),
        ("sunday", 22, {"due": "this_week"}, None),
        ("saturday", 27, {"due": "this_week"}, ["later"]),
    ],
)
def test_this_week_includes_the_next_on_its_last_day(
    alice: User, week_start: str, day: int, given: dict[str, Any], expected: list[str] | None
) -> None:
    alice.week_start = week_start
    coming = next_week(listed(alice), ListTasks(**given), datetime(2099, 11, day, 12, tzinfo=alice.tz))
    assert (coming and titles(coming.as_json())) == (None if expected is None else expected)
    assert coming is None or coming.count == len(expected or [])


def test_the_list_of_next_week_is_short(alice: User) -> None:
    TaskFactory.create_batch(8, owner=alice, due_at=datetime(2099, 11, 24, tzinfo=alice.tz))
    coming = next_week(alice, ListTasks(due="this_week"), datetime(2099, 11, 22, 12, tzinfo=alice.tz))
    assert coming is not None
    assert (coming.count, len(coming.tasks)) == (8, 5)


@pytest.mark.parametrize("week_start", ["monday", "sunday", "saturday"])
def test_a_list_of_this_week_has_the_next_one_on_the_last_day_only(alice: User, week_start: str) -> None:
    alice.week_start = week_start
    today = timezone.now().astimezone(alice.tz).date()
    is_last_day = days_left_in_week(today, alice.date_settings.week_start) == 1
    assert ("next_week" in use("list_tasks", alice, due="this_week")) is is_last_day


def listed(owner: User) -> User:
    def day(number: int, hour: int = 18) -> datetime:
        return datetime(2099, 11, number, hour, tzinfo=owner.tz)

    TaskFactory.create(owner=owner, title="today", due_at=day(18), tags=["home"])
    TaskFactory.create(owner=owner, title="tomorrow", due_at=day(19, 0))
    TaskFactory.create(owner=owner, title="sunday", due_at=day(22, 23))
    TaskFactory.create(owner=owner, title="monday", due_at=day(23, 0))
    TaskFactory.create(owner=owner, title="later", due_at=day(30), priority="high")
    TaskFactory.create(owner=owner, title="someday")
    done = datetime(2020, 11, 17, tzinfo=owner.tz)
    TaskFactory.create(owner=owner, title="done lately", completed_at=done, tags=["home"])
    TaskFactory.create(owner=owner, title="done long ago", completed_at=done - timedelta(days=9))
    return owner


@pytest.mark.parametrize("details", [False, True])
def test_a_page_is_limited_and_the_next_one_continues_it(alice: User, details: bool) -> None:
    for _ in range(60):
        TaskFactory.create(owner=alice, title="t" * 255, description="d" * 2_000, tags=["a" * 50, "b" * 50])
    seen: list[int] = []
    output: dict[str, Any] = {"next_offset": 0}
    while (offset := output.get("next_offset")) is not None:
        output = use("list_tasks", alice, offset=offset, details=details)
        assert len(json.dumps(output)) < 16_000
        assert output["count"] == 60
        seen += [task["number"] for task in output["tasks"]]
    assert seen == [*range(1, 61)]
    assert ("description" in output["tasks"][0]) is details


def test_a_search_has_pages_too(alice: User) -> None:
    TaskFactory.create_batch(3, owner=alice, title="Buy milk")
    output = use("search_tasks", alice, query="milk", limit=2)
    assert (output["count"], output["next_offset"], len(output["tasks"])) == (3, 2, 2)
    assert len(use("search_tasks", alice, query="milk", limit=2, offset=2)["tasks"]) == 1


@pytest.mark.parametrize("tool", TOOLS, ids=lambda tool: tool.name)
def test_every_field_is_described_and_may_be_left_out_where_it_may_be_null(tool: Any) -> None:
    schema = tool.schema
    for name, kind in schema.get("properties", {}).items():
        assert kind.get("description"), name
        if {"type": "null"} in kind.get("anyOf", []):
            assert name not in schema.get("required", [])


def test_models_cannot_answer_their_own_questions() -> None:
    assert set(BY_NAME["ask_user"].schema["properties"]) == {"question", "options"}


def test_an_open_task_of_the_same_title_is_reported_and_not_added_twice(alice: User) -> None:
    use("add_task", alice, title="Buy milk")
    refused = use("add_task", alice, title=" buy MILK ")
    assert refused["already_open"] == [{"number": 1, "title": "Buy milk"}]
    assert alice.tasks.count() == 1
    assert (
        use("add_task", alice, title="Buy milk", even_if_open=True)["same_title"] == refused["already_open"]
    )
    alice.tasks.update(completed_at=datetime(2026, 1, 1, tzinfo=alice.tz))
    assert use("add_task", alice, title="Buy milk")["task"]["number"] == 3


def test_several_are_added_except_for_open_ones(alice: User) -> None:
    use("add_task", alice, title="Milk")
    output = use("add_tasks", alice, tasks=[{"title": "Milk"}, {"title": "Eggs", "due_at": "2026-12-01"}])
    assert [(task["number"], task["title"]) for task in output["tasks"]] == [(2, "Eggs")]
    assert output["already_open"] == [{"number": 1, "title": "Milk"}]
    due = alice.tasks.get(number=2).due_at
    assert due is not None
    assert due.astimezone(alice.tz) == datetime(2026, 12, 1, 23, 59, tzinfo=alice.tz)


def test_many_are_changed_equally_and_unchanged_ones_reported(alice: User) -> None:
    due = datetime(2026, 12, 1, 17, tzinfo=alice.tz)
    TaskFactory.create_batch(3, owner=alice, due_at=due)
    TaskFactory.create(owner=alice, due_at=due + timedelta(days=1))
    output = use("update_tasks", alice, numbers=[1, 2, 3, 4, 9], due_day="2026-12-02")
    assert (output["count"], output["unchanged"], output["missing"]) == (3, 1, [9])
    assert {task.due_at for task in alice.tasks.all()} == {due + timedelta(days=1)}
    use("update_tasks", alice, status="pending", shift="-P1W", add_tags=["x"], new_priority="low")
    task = alice.tasks.get(number=1)
    assert (task.due_at, task.tag_names, task.priority) == (due - timedelta(days=6), ["x"], "low")
    use("update_tasks", alice, tag="x", completed=True, clear_due=True, remove_tags=["x"])
    assert not alice.tasks.pending().exists()
    assert not alice.tasks.filter(tags__name="x").exists()
