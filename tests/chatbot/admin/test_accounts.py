from __future__ import annotations

import pytest

from chatbot.domain.tasks import commands as tasks
from chatbot.models import Conversation, Message, Run, Task, User
from streaming.models import Stream
from tests.chatbot.admin.admin_client import AdminClient, errors
from tests.chatbot.pages.scenes import begin
from tests.factories import ConversationFactory, TaskFactory
from tests.markup import parse

NEW = {"username": "dora", "password1": "plum-tree-9-cat", "password2": "plum-tree-9-cat"}


def test_user_is_added(admin: AdminClient) -> None:
    response = admin.add(User, {**NEW, "time_zone": "Asia/Tokyo", "usable_password": "true"})

    dora = User.objects.get(username="dora")
    assert response.headers["location"] == admin.url(User, "change", dora.pk)
    assert dora.time_zone == "Asia/Tokyo"
    assert dora.check_password("plum-tree-9-cat")


def test_unknown_time_zone_is_refused(admin: AdminClient) -> None:
    response = admin.add(User, {**NEW, "time_zone": "Mars/Olympus", "usable_password": "true"})
    assert list(errors(response)) == ["time_zone"]


def test_user_is_edited(admin: AdminClient, alice: User) -> None:
    admin.edit(alice, {"email": "new@example.com", "time_zone": "UTC", "last_task_number": "0"})

    alice.refresh_from_db()
    assert (alice.email, alice.time_zone, alice.username) == ("new@example.com", "UTC", "alice")


def test_time_zone_by_an_old_name_is_kept(admin: AdminClient, alice: User) -> None:
    User.objects.filter(pk=alice.pk).update(time_zone="Asia/Calcutta")
    admin.edit(alice, {"email": "new@example.com"})

    alice.refresh_from_db()
    assert (alice.email, alice.time_zone) == ("new@example.com", "Asia/Calcutta")


def test_numbers_given_so_far_cannot_be_changed(admin: AdminClient, alice: User) -> None:
    tasks.add_task(alice, title="Milk")
    admin.edit(alice, {"last_task_number": "0"})

    alice.refresh_from_db()
    assert alice.last_task_number == 1


@pytest.mark.parametrize("rows", [1, 3])
def test_list_counts_with_as_many_queries(admin: AdminClient, alice: User, rows: int) -> None:
    for _ in range(rows):
        task = TaskFactory.create()
        ConversationFactory.create(owner=task.owner)
    assert admin.queries(admin.url(User, "changelist")) == 7


def test_counts_do_not_multiply(admin: AdminClient, alice: User) -> None:
    done = tasks.add_task(alice, title="Milk")
    tasks.complete_task(alice, done.pk)
    tasks.add_task(alice, title="Bread")
    for _ in range(3):
        ConversationFactory.create(owner=alice)

    row = next(user for user in admin.rows(User) if user == alice)
    assert (row.task_count, row.open_task_count, row.conversation_count) == (2, 1, 3)


def test_page_links_to_what_the_person_owns(admin: AdminClient, alice: User, bob: User) -> None:
    tasks.add_task(alice, title="Milk")
    tasks.add_task(bob, title="Bike")
    page = parse(admin.client.get(admin.url(User, "change", alice.pk)))

    for model in ("chatbot/task", "chatbot/conversation", "chatbot/run"):
        assert page.all(f'a[href="/admin/{model}/?username=alice"]')
    events = f"/admin/streaming/event/?q=user.{alice.pk}"
    assert page.all(f'a[href="{events}"]')
    assert len(admin.client.get(events).context["cl"].result_list) == 1


def test_user_is_deleted_with_all_that_is_theirs(admin: AdminClient, alice: User, bob: User) -> None:
    tasks.add_task(bob, title="Bike")
    tasks.add_task(alice, title="Milk")
    begin(alice).succeed()
    url = admin.url(User, "delete", alice.pk)
    assert "Messages: 2" in admin.client.get(url).content.decode()
    admin.client.post(url, {"post": "yes"})

    assert not User.objects.filter(username="alice").exists()
    assert [Conversation.objects.count(), Message.objects.count(), Run.objects.count()] == [0, 0, 0]
    assert [task.owner for task in Task.objects.all()] == [bob]
    assert [stream.name for stream in Stream.objects.all()] == [f"user.{bob.pk}"]


def test_chosen_users_are_deleted(admin: AdminClient, alice: User, bob: User) -> None:
    tasks.add_task(alice, title="Milk")
    chosen = {"action": "delete_selected", "_selected_action": [str(alice.pk), str(bob.pk)], "post": "yes"}
    admin.client.post(admin.url(User, "changelist"), chosen)

    assert [user.username for user in User.objects.all()] == ["ruth"]
    assert not Stream.objects.exists()
