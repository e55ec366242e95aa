from __future__ import annotations

import pytest
from django.contrib.admin.models import LogEntry

from chatbot.domain.tasks import commands as tasks
from chatbot.models import Task, User
from tests.chatbot.admin.admin_client import AdminClient, event_types, notices
from tests.markup import parse


@pytest.fixture
def chosen(alice: User, bob: User) -> list[Task]:
    """Two tasks of alice, one of them done, and one of bob; each has had one or two events."""
    milk = tasks.add_task(alice, title="Milk")
    bread = tasks.add_task(alice, title="Bread", priority="high", tags=["shop"])
    tasks.complete_task(alice, bread.pk)
    return [milk, bread, tasks.add_task(bob, title="Bike")]


def test_chosen_tasks_are_marked_as_done(
    admin: AdminClient, chosen: list[Task], alice: User, bob: User
) -> None:
    response = admin.act("mark_done", *chosen)

    assert notices(response) == ["2 tasks marked as done."]
    assert [task.completed for task in Task.objects.all()] == [True, True, True]
    assert event_types(alice) == ["task_created", "task_created", "task_updated", "task_updated"]
    assert event_types(bob) == ["task_created", "task_updated"]
    logged = set(LogEntry.objects.values_list("object_id", "change_message"))
    assert logged == {(str(chosen[0].pk), "Marked as done."), (str(chosen[2].pk), "Marked as done.")}


def test_chosen_tasks_are_reopened(admin: AdminClient, chosen: list[Task], alice: User, bob: User) -> None:
    response = admin.act("reopen", *chosen)

    assert notices(response) == ["1 task reopened."]
    assert [task.completed for task in Task.objects.all()] == [False, False, False]
    assert event_types(alice) == ["task_created", "task_created", "task_updated", "task_updated"]
    assert event_types(bob) == ["task_created"]


@pytest.mark.parametrize(
    ("action", "priority", "alices", "bobs"),
    [
        ("set_high", "high", ["task_updated"], ["task_updated"]),
        ("set_medium", "medium", ["task_updated"], []),
        ("set_low", "low", ["tasks_updated"], ["task_updated"]),
    ],
)
def test_priority_is_set(
    admin: AdminClient,
    chosen: list[Task],
    alice: User,
    bob: User,
    action: str,
    priority: str,
    alices: list[str],
    bobs: list[str],
) -> None:
    admin.act(action, *chosen)

    assert {task.priority for task in Task.objects.all()} == {priority}
    assert event_types(alice)[3:] == alices
    assert event_types(bob)[1:] == bobs


def test_only_the_chosen_tasks_change(admin: AdminClient, chosen: list[Task], alice: User, bob: User) -> None:
    admin.act("mark_done", chosen[2])

    assert [task.completed for task in Task.objects.of(alice)] == [False, True]
    assert [task.completed for task in Task.objects.of(bob)] == [True]


def test_nothing_to_change_is_reported(admin: AdminClient, chosen: list[Task]) -> None:
    assert notices(admin.act("mark_done", chosen[1])) == ["Nothing to change in the chosen tasks."]


def test_chosen_tasks_are_deleted_once_confirmed(
    admin: AdminClient, chosen: list[Task], alice: User, bob: User
) -> None:
    confirmation = admin.act("delete_selected", *chosen)
    assert confirmation.status_code == 200
    assert Task.objects.count() == 3

    admin.act("delete_selected", *chosen, post="yes")
    assert not Task.objects.exists()
    assert event_types(alice)[3:] == ["tasks_deleted"]
    assert event_types(bob)[1:] == ["task_deleted"]


def test_all_results_of_a_search_can_be_changed_at_once(
    admin: AdminClient, chosen: list[Task], alice: User, bob: User
) -> None:
    data = {"action": "set_low", "index": "0", "select_across": "1", "_selected_action": [str(chosen[0].pk)]}
    admin.client.post(admin.url(Task, "changelist") + "?q=B&status=open", data)

    assert list(Task.objects.order_by("title").values_list("title", "priority")) == [
        ("Bike", "low"),
        ("Bread", "high"),
        ("Milk", "medium"),
    ]


def test_staff_with_view_permission_are_not_offered_changes(alice: User, chosen: list[Task]) -> None:
    from django.contrib.auth.models import Permission

    from tests.factories import UserFactory

    reader = UserFactory.create(is_staff=True)
    reader.user_permissions.add(Permission.objects.get(codename="view_task"))
    admin = AdminClient(reader)
    admin.act("mark_done", *chosen)

    assert [task.completed for task in Task.objects.of(alice)] == [False, True]
    page = parse(admin.client.get(admin.url(Task, "change", chosen[1].pk)))
    assert page.texts(".tag") == ["shop"]
    assert not page.all("[name=_save]")
