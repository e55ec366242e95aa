from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from chatbot.domain.tasks.lists import add_list
from chatbot.domain.tasks.views import add_view
from chatbot.models import Task, TaskView, User
from tests.chatbot.admin.admin_client import AdminClient
from tests.factories import TaskFactory
from tests.markup import parse


def titles(admin: AdminClient, **filters: str) -> set[str]:
    return {task.title for task in admin.rows(Task, **filters)}


def at_noon(days: int) -> datetime:
    return timezone.now().replace(hour=12, minute=0) + timedelta(days=days)


def test_list_shows_the_important_fields(admin: AdminClient, alice: User) -> None:
    TaskFactory.create(owner=alice, title="Milk", tags=["home"], priority="high", due_at=at_noon(-2))
    (row,) = parse(admin.list(Task)).all("#result_list tbody tr")

    for text in ("#1", "Milk", "alice", "Overdue", "High"):
        assert text in row.text
    assert row.texts(".tag") == ["home"]


@pytest.mark.parametrize("rows", [1, 3])
def test_list_takes_as_many_queries_for_many_tasks(admin: AdminClient, rows: int) -> None:
    for _ in range(rows):
        TaskFactory.create(tags=["home", "shop"])
    assert admin.queries(admin.url(Task, "changelist")) == 9


def test_filter_by_status(admin: AdminClient) -> None:
    TaskFactory.create(title="open")
    TaskFactory.create(title="late", due_at=at_noon(-2))
    TaskFactory.create(title="done", due_at=at_noon(-2), completed_at=timezone.now())

    assert titles(admin, status="open") == {"open", "late"}
    assert titles(admin, status="overdue") == {"late"}
    assert titles(admin, status="done") == {"done"}
    assert titles(admin, status="nonsense") == {"open", "late", "done"}


def test_filter_by_due(admin: AdminClient) -> None:
    for title, days in {"past": -1, "today": 0, "tomorrow": 1, "soon": 6, "later": 8}.items():
        TaskFactory.create(title=title, due_at=at_noon(days))
    TaskFactory.create(title="none")

    assert titles(admin, due="past") == {"past"}
    assert titles(admin, due="today") == {"today"}
    assert titles(admin, due="tomorrow") == {"tomorrow"}
    assert titles(admin, due="week") == {"today", "tomorrow", "soon"}
    assert titles(admin, due="later") == {"later"}
    assert titles(admin, due="none") == {"none"}


def test_filter_by_priority_tag_and_owner(admin: AdminClient, alice: User, bob: User) -> None:
    TaskFactory.create(owner=alice, title="a", priority="high", tags=["home"])
    TaskFactory.create(owner=alice, title="b", tags=["home", "shop"])
    TaskFactory.create(owner=bob, title="c", tags=["shop"])

    assert titles(admin, priority__exact="high") == {"a"}
    assert titles(admin, tag="#Home ") == {"a", "b"}
    assert titles(admin, username="ALICE") == {"a", "b"}
    assert titles(admin, username="alice", tag="shop") == {"b"}
    assert titles(admin, username="nobody") == set()


def test_typed_filters_keep_the_others_and_suggest_existing_values(admin: AdminClient, alice: User) -> None:
    TaskFactory.create(owner=alice, tags=["home"])
    page = admin.list(Task, status="open", q="Task", username="alice").content.decode()

    for text in (
        '<input type="hidden" name="status" value="open">',
        '<input type="hidden" name="q" value="Task">',
        '<option value="home">',
        'name="username" value="alice"',
    ):
        assert text in page


def test_search(admin: AdminClient, alice: User) -> None:
    TaskFactory.create(owner=alice, title="Buy milk", tags=["home", "household"])
    TaskFactory.create(owner=alice, title="Bread", description="Milk too")
    TaskFactory.create(title="Bike")

    assert titles(admin, q="milk") == {"Buy milk", "Bread"}
    assert [task.title for task in admin.rows(Task, q="ho")] == ["Buy milk"]
    assert titles(admin, q="alice") == {"Buy milk", "Bread"}
    assert titles(admin, q="#2") == {"Bread"}
    assert titles(admin, q="milk alice #home") == {"Buy milk"}


def test_tasks_are_filtered_by_the_names_of_lists(admin: AdminClient, alice: User, bob: User) -> None:
    for owner in (alice, bob):
        home = add_list(owner, name="Home")
        TaskFactory.create(owner=owner, title=f"Of {owner.username}", list=home)
    TaskFactory.create(owner=alice, title="On no list")
    assert titles(admin, list_name="home") == {"Of alice", "Of bob"}
    assert titles(admin, list_name="HOME", username="bob") == {"Of bob"}
    assert titles(admin, list_name="inbox") == {"On no list"}
    assert titles(admin, list_name="nowhere") == set()
    assert sorted(parse(admin.list(Task)).texts(".field-list_name")) == ["Home", "Home", "–"]


def test_saved_views_are_listed(admin: AdminClient, alice: User) -> None:
    add_view(alice, name="Urgent", filters={"priority": "high", "sort": "title"})
    assert parse(admin.list(TaskView, q="urg")).one(".field-shows").text == "priority: high, sort: title"


@pytest.mark.parametrize("column", range(1, 10))
def test_each_column_sorts(admin: AdminClient, column: int) -> None:
    for priority in ("medium", "low", "high"):
        TaskFactory.create(priority=priority)
    assert len(admin.rows(Task, o=str(column))) == 3


def test_priority_sorts_by_urgency(admin: AdminClient) -> None:
    for priority in ("medium", "low", "high"):
        TaskFactory.create(priority=priority)
    assert [task.priority for task in admin.rows(Task, o="-5")] == ["high", "medium", "low"]


def test_a_date_filters_the_list(admin: AdminClient) -> None:
    TaskFactory.create(title="now")
    TaskFactory.create(title="then", created_at=datetime(2020, 5, 4, tzinfo=timezone.get_current_timezone()))
    assert titles(admin, created_at__year="2020") == {"then"}
