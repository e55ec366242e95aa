"""Tasks that are selected on the tasks page are completed, deleted and changed together."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from chatbot.domain.tasks import lists
from chatbot.domain.tasks.changes import snapshot
from chatbot.domain.tasks.commands import add_task
from chatbot.models import Change, Task, User
from tests.chatbot.admin.admin_client import event_types
from tests.factories import TaskFactory
from tests.markup import parse

BERLIN = ZoneInfo("Europe/Berlin")
SELECTED = reverse("tasks-selected")


@pytest.fixture(autouse=True)
def on_a_wednesday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: datetime(2030, 1, 2, 9, tzinfo=UTC))  # 10 in Berlin


@pytest.fixture
def three(alice: User) -> list[Task]:
    nine = datetime(2030, 1, 1, 9, tzinfo=BERLIN)
    return [
        add_task(alice, title="a", due_at=nine, tags=["home"]),
        add_task(alice, title="b"),
        add_task(alice, title="c"),
    ]


def send(client: Client, numbers: list[int], **values: str) -> Any:
    return client.post(SELECTED, {"task": numbers, "next": "/tasks/?status=today", **values}, follow=True)


def said(response: Any) -> list[str]:
    assert response.redirect_chain[0] == ("/tasks/?status=today", 303)
    return [str(message) for message in response.context["messages"]]


def test_each_row_of_the_page_can_be_selected(alice: User, alices: Client, three: list[Task]) -> None:
    page = parse(alices.get(reverse("tasks")))
    assert sorted(box["value"] for box in page.all("[data-select]")) == ["1", "2", "3"]
    assert {box["form"] for box in page.all("[data-select]")} == {page.one(".selection")["id"]}
    assert not parse(alices.get(reverse("chat-new"))).all("[data-select]")


def test_selected_tasks_are_completed_and_deleted(alice: User, alices: Client, three: list[Task]) -> None:
    assert said(send(alices, [1, 2], do="done")) == ["2 tasks are done."]
    assert event_types(alice)[-1] == "tasks_updated"
    assert said(send(alices, [2, 3], do="delete")) == ["2 tasks are in the trash."]
    assert [(task.number, task.completed) for task in Task.objects.all()] == [(1, True)]


def test_one_task_is_moved_to_any_day_and_renamed_in_its_place(alices: Client, three: list[Task]) -> None:
    row = parse(alices.get(reverse("tasks"))).one("[data-task='1']")
    assert row.one("[data-due-at]")["data-due-day"] == "2030-01-01"
    assert row.one("[data-change]")["href"] == reverse("task", args=[1]), "without a script, its form"
    assert parse(alices.get(reverse("task-popover"))).texts("[name=priority]") == ["Low", "Medium", "High"]
    assert said(send(alices, [1], day="2031-05-06")) == ["1 task changed."]
    assert Task.objects.get(number=1).due_at == datetime(2031, 5, 6, 9, tzinfo=BERLIN)

    address = reverse("task-rename", args=[1])
    renamed = alices.post(address, {"title": " b ", "seen": "a"})
    assert Task.objects.get(number=1).title == "b"
    for title, seen, status in (("", "b", 400), ("c", "a", 409)):
        refused = alices.post(address, {"title": title, "seen": seen})
        assert (refused.status_code, refused["Content-Type"]) == (status, "text/plain; charset=utf-8")
    assert alices.post(address, {"title": "b", "seen": "b"}).json() == {"undo_url": ""}
    alices.post(renamed.json()["undo_url"])
    assert Task.objects.get(number=1).title == "a"
    assert alices.post(reverse("task-rename", args=[9]), {"title": "x"}).status_code == 404


@pytest.mark.parametrize("do", [{"do": "done"}, {"do": "delete"}, {"priority": "high", "due": "none"}])
def test_what_was_done_with_many_is_undone_at_once(
    do: dict[str, str], alice: User, alices: Client, three: list[Task]
) -> None:
    before = [snapshot(task) for task in Task.objects.order_by("number")]
    notice = parse(send(alices, [1, 2, 3], **do)).one(".notice form")
    answer = alices.post(notice["action"], {"next": "/tasks/?status=today"})
    assert (answer.status_code, answer["Location"]) == (303, "/tasks/?status=today")
    assert [snapshot(task) for task in Task.objects.order_by("number")] == before
    assert alices.post(notice["action"], headers={"HX-Request": "true"}).status_code == 409

    from_script = alices.post(SELECTED, {"task": [1], **do}, headers={"HX-Request": "true"}).json()
    assert from_script["said"].startswith("1 task ")
    assert alices.post(from_script["undo_url"], headers={"HX-Request": "true"}).status_code == 204
    assert [snapshot(task) for task in Task.objects.order_by("number")] == before


def test_what_changes_nothing_is_not_undone(alices: Client, three: list[Task]) -> None:
    same = alices.post(SELECTED, {"task": [2], "priority": "medium"}, headers={"HX-Request": "true"})
    assert same.json() == {"said": "1 task changed.", "undo_url": ""}


@pytest.mark.parametrize(("due", "day"), [("today", 2), ("tomorrow", 3), ("next-week", 7)])
def test_tasks_are_moved_to_a_day_and_keep_their_time(
    due: str, day: int, alices: Client, three: list[Task]
) -> None:
    assert said(send(alices, [1, 2], due=due)) == ["2 tasks changed."]
    dues = list(Task.objects.order_by("number").values_list("due_at", flat=True))
    at_nine, at_the_end = (datetime(2030, 1, day, *time, tzinfo=BERLIN) for time in ((9, 0), (23, 59)))
    assert dues == [at_nine, at_the_end, None]


def test_due_dates_are_taken_away(alices: Client, three: list[Task]) -> None:
    send(alices, [1], due="none")
    assert Task.objects.get(number=1).due_at is None


def test_list_priority_and_tags_are_set_at_once(alice: User, alices: Client, three: list[Task]) -> None:
    work = lists.add_list(alice, name="Work")
    send(alices, [1, 3], list=str(work.pk), priority="high", tag="#urgent, q1")
    one, two, other = Task.objects.order_by("number")
    assert (one.list, one.priority, one.tag_names) == (work, "high", ["home", "q1", "urgent"])
    assert (two.list, two.priority, two.tag_names) == (None, "medium", [])
    assert (other.list, other.tag_names) == (work, ["q1", "urgent"])
    assert event_types(alice)[-1] == "tasks_updated"
    changes = Change.objects.order_by("-pk")[:2]
    assert len({change.command_id for change in changes}) == 1
    send(alices, [1], list="inbox")
    one.refresh_from_db()
    assert one.list is None


@pytest.mark.parametrize(
    ("numbers", "values", "problem"),
    [
        ([], {"do": "done"}, "Select tasks first."),
        (["x"], {"do": "done"}, "Select tasks first."),
        (["1" * 30], {"do": "done"}, "Select tasks first."),
        (list(range(1, 202)), {"do": "done"}, "At most 200 tasks are changed at once."),
        ([1], {}, "Choose what to change."),
        ([1], {"due": "someday"}, "Choose a day."),
        ([1], {"priority": "huge"}, "The priority is low, medium or high."),
        ([1], {"list": "nowhere"}, "There is no such list."),
        ([1, 2], {"tag": "x" * 60, "priority": "high"}, "The tag is too long: 60 of at most 50 characters."),
    ],
)
def test_what_cannot_be_done_is_explained_and_changes_nothing(
    numbers: list[Any], values: dict[str, str], problem: str, alices: Client, three: list[Task]
) -> None:
    assert said(send(alices, numbers, **values)) == [problem]
    assert set(Task.objects.values_list("priority", "completed_at")) == {("medium", None)}
    from_script = alices.post(SELECTED, {"task": numbers, **values}, headers={"HX-Request": "true"})
    assert (from_script.status_code, from_script.text) == (400, problem)


def test_tasks_of_others_are_left(alices: Client, three: list[Task], charlie: User) -> None:
    theirs = TaskFactory.create(owner=charlie, number=99)
    assert said(send(alices, [99], do="delete")) == ["0 tasks are in the trash."]
    assert Task.objects.filter(pk=theirs.pk).exists()
