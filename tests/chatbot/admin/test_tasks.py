from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.contrib.admin.models import LogEntry

from chatbot.domain.tasks import commands as tasks
from chatbot.domain.tasks.fields import TaskFields
from chatbot.domain.tasks.lists import add_list
from chatbot.models import Task, TaskList, User
from streaming.models import Event
from tests.chatbot.admin.admin_client import AdminClient, errors, event_types, read
from tests.factories import TaskFactory

REFUSED = (
    "This task was changed while you edited it, so nothing is saved yet. "
    "Saving again overwrites the changes that are named below."
)


def new_task(owner: User, **values: str) -> dict[str, str | list[str]]:
    return {"owner": str(owner.pk), "title": "Buy milk", **values}


def test_task_is_added_and_its_owner_is_notified(admin: AdminClient, alice: User) -> None:
    sent = new_task(alice, description="Oat", priority="high", tags="home, #Shop, home")
    response = admin.add(Task, {**sent, "due_at_0": "2026-12-01", "due_at_1": "19:00:00"})

    assert response.status_code == 302
    task = Task.objects.get()
    assert (task.owner, task.number, task.title, task.description) == (alice, 1, "Buy milk", "Oat")
    assert (task.priority, task.tag_names, task.completed) == ("high", ["home", "shop"], False)
    # Ruth is in UTC.
    assert task.due_at == datetime(2026, 12, 1, 19, 0, tzinfo=UTC)
    assert event_types(alice) == ["task_created"]
    assert Event.objects.get().data["result"]["tags"] == ["home", "shop"]
    assert LogEntry.objects.get().object_id == str(task.pk)


def test_task_can_be_added_as_completed(admin: AdminClient, alice: User) -> None:
    admin.add(Task, new_task(alice, completed="on"))

    assert Task.objects.get().completed
    assert event_types(alice) == ["task_created", "task_updated"]


@pytest.mark.parametrize(("hour_cycle", "shown"), [("h12", "at 7 pm"), ("h23", "at 19:00")])
def test_due_date_is_parsed_and_shown_by_the_settings_of_the_viewer(
    hour_cycle: str, shown: str, admin: AdminClient, ruth: User, alice: User
) -> None:
    ruth.time_zone, ruth.hour_cycle = "America/New_York", hour_cycle
    ruth.save()
    admin.add(Task, {**new_task(alice), "due_at_0": "2099-12-01", "due_at_1": "19:00:00"})

    assert Task.objects.get().due_at == datetime(2099, 12, 2, 0, 0, tzinfo=UTC)
    assert f"Tue 1 Dec 2099 {shown}" in admin.list(Task).content.decode()


def test_task_is_edited(admin: AdminClient, alice: User) -> None:
    task = tasks.add_task(alice, title="Buy milk", tags=["home"])
    admin.edit(task, {"title": "Buy oat milk", "priority": "low", "tags": "shop"})

    task = Task.objects.get()
    assert (task.title, task.priority, task.tag_names) == ("Buy oat milk", "low", ["shop"])
    assert event_types(alice) == ["task_created", "task_updated"]


def test_task_becomes_a_subtask_of_one_of_its_owner(admin: AdminClient, alice: User) -> None:
    trip, hotel = (tasks.add_task(alice, title=title) for title in ("Trip", "Hotel"))
    refused = admin.edit(hotel, {"parent": "#2"})
    assert errors(refused) == {"parent": ["A task cannot be its own subtask."]}
    admin.edit(hotel, {"parent": "#1"})
    assert Task.objects.get(pk=hotel.pk).parent == trip
    assert admin.form(admin.url(Task, "change", hotel.pk), Task)["parent"] == "1"
    admin.edit(hotel, {"parent": ""})
    assert Task.objects.get(pk=hotel.pk).parent is None


def test_task_is_completed_and_reopened(admin: AdminClient, alice: User) -> None:
    task = tasks.add_task(alice, title="Buy milk")
    admin.edit(task, {"completed": "on"})
    assert Task.objects.get().completed

    admin.edit(task, {}, without=("completed",))
    assert not Task.objects.get().completed
    assert event_types(alice) == ["task_created", "task_updated", "task_updated"]


def test_saving_without_a_change_publishes_no_event(admin: AdminClient, alice: User) -> None:
    due = datetime(2026, 12, 1, 19, 0, 12, 345, tzinfo=UTC)
    task = tasks.add_task(
        alice, title="Buy milk", description="two\nlines\n\nof text", due_at=due, tags=["b", "a"]
    )
    tasks.complete_task(alice, task.pk)
    before = Task.objects.values().get()
    response = admin.edit(task, {})

    assert response.status_code == 302
    assert Task.objects.values().get() == before
    assert event_types(alice) == ["task_created", "task_updated"]


def test_changes_while_the_form_was_open_are_kept(admin: AdminClient, alice: User) -> None:
    task = tasks.add_task(alice, title="Buy milk")
    url = admin.url(Task, "change", task.pk)
    form = admin.form(url, Task)
    tasks.complete_task(alice, task.pk)
    tasks.update_task(alice, task.pk, description="Two litres", priority="high", tags=["home"])
    admin.client.post(url, {**form, "title": "Buy oat milk"})

    task = Task.objects.get()
    assert (task.title, task.description, task.priority) == ("Buy oat milk", "Two litres", "high")
    assert (task.completed, task.tag_names) == (True, ["home"])


@pytest.mark.parametrize(
    ("theirs", "mine", "field", "said"),
    [
        ({"title": "Bread"}, {"title": "Oat milk"}, "title", "from “Milk” to “Bread”"),
        ({"description": "Two"}, {"description": "One"}, "description", "from nothing to “Two”"),
        ({"due_at": None}, {"due_at_0": "2027-01-16"}, "due_at", "from Fri 15 Jan 2027 at 8:30 to nothing"),
        ({"tags": ["food"]}, {"tags": ""}, "tags", "from “home” to “food”"),
    ],
    ids=["title", "description", "due", "tags"],
)
def test_a_field_that_its_owner_changed_in_the_meantime_is_not_overwritten_unnoticed(
    admin: AdminClient, alice: User, theirs: TaskFields, mine: dict[str, str], field: str, said: str
) -> None:
    due = datetime(2027, 1, 15, 8, 30, tzinfo=UTC)
    task = tasks.add_task(alice, title="Milk", due_at=due, tags=["home"])
    url = admin.url(Task, "change", task.pk)
    form = {**admin.form(url, Task), **mine, "priority": "high"}
    tasks.update_task(alice, task.pk, **theirs)
    before = Task.objects.values().get()

    refused = admin.client.post(url, form)

    assert errors(refused) == {
        "__all__": [REFUSED],
        field: [f"Changed in the meantime {said} by alice."],
    }
    assert Task.objects.values().get() == before
    shown = read(refused.text, Task)
    assert [shown[name] for name in mine] == list(mine.values())

    assert admin.client.post(url, shown).status_code == 302  # after the form has shown them the change
    saved = Task.objects.get()
    assert saved.priority == "high"
    assert event_types(alice) == ["task_created", "task_updated", "task_updated"]


def test_number_and_owner_cannot_be_changed(admin: AdminClient, alice: User, bob: User) -> None:
    task = TaskFactory.create(owner=alice)
    admin.edit(task, {"owner": str(bob.pk), "number": "9", "title": "Mine now"})

    task = Task.objects.get()
    assert (task.owner, task.number, task.title) == (alice, 1, "Mine now")


def test_errors_of_the_domain_are_shown_at_their_field(admin: AdminClient, alice: User) -> None:
    task = tasks.add_task(alice, title="Buy milk")
    response = admin.edit(task, {"title": "Buy oat milk", "tags": "x" * 51, "completed": "on"})

    assert errors(response) == {"tags": ["The tag is too long: 51 of at most 50 characters."]}
    assert "Buy oat milk" in response.content.decode()
    assert Task.objects.get().title == "Buy milk"
    assert event_types(alice) == ["task_created"]


def test_a_refused_addition_changes_nothing(admin: AdminClient, alice: User) -> None:
    response = admin.add(Task, new_task(alice, tags=", ".join(f"tag{number}" for number in range(21))))

    assert errors(response) == {"tags": ["A task has at most 20 tags."]}
    assert not Task.objects.exists()
    alice.refresh_from_db()
    assert alice.last_task_number == 0
    assert event_types(alice) == []


def test_bad_values_are_errors_of_the_form(admin: AdminClient, alice: User, ruth: User) -> None:
    ruth.time_zone = "America/New_York"
    ruth.save()
    assert errors(admin.add(Task, new_task(alice, title="  "))) == {"title": ["This field is required."]}
    assert list(errors(admin.add(Task, new_task(alice, title="x" * 256)))) == ["title"]
    assert list(errors(admin.add(Task, new_task(alice, title="a\x00b")))) == ["title"]
    assert list(errors(admin.add(Task, new_task(alice, tags="a\x00b")))) == ["tags"]
    assert list(errors(admin.add(Task, new_task(alice, description="x" * 2_001)))) == ["description"]
    assert list(errors(admin.add(Task, new_task(alice, priority="urgent")))) == ["priority"]
    assert list(errors(admin.add(Task, {"title": "Nobody's"}))) == ["owner"]
    last_day = {"due_at_0": "9999-12-31", "due_at_1": "23:59:59"}
    assert list(errors(admin.add(Task, {**new_task(alice), **last_day}))) == ["due_at"]
    assert not Task.objects.exists()


def test_task_is_deleted(admin: AdminClient, alice: User) -> None:
    task = tasks.add_task(alice, title="Buy milk", tags=["home"])
    url = admin.url(Task, "delete", task.pk)
    assert "Buy milk" in admin.client.get(url).content.decode()
    response = admin.client.post(url, {"post": "yes"})

    assert response.headers["location"] == admin.url(Task, "changelist")
    assert not Task.objects.exists()
    assert event_types(alice) == ["task_created", "task_deleted"]


def test_deleted_task_redirects_to_the_list(admin: AdminClient, alice: User) -> None:
    task = TaskFactory.create(owner=alice)
    urls = [admin.url(Task, page, task.pk) for page in ("change", "delete")]
    task.delete()

    assert [admin.client.post(url, {"post": "yes"}).status_code for url in urls] == [302, 302]
    assert admin.client.get(admin.url(Task, "change", "not-an-id")).status_code == 302


def test_a_task_is_moved_to_a_list_of_its_owner_and_a_conflict_names_lists(
    admin: AdminClient, alice: User, ruth: User
) -> None:
    work, home = (add_list(alice, name=name) for name in ("Work", "Home"))
    add_list(ruth, name="Not hers")
    task = tasks.add_task(alice, title="Slides", list=work)
    url = admin.url(Task, "change", task.pk)
    form = admin.form(url, Task)
    assert "Not hers" not in admin.client.get(url).text

    assert admin.client.post(url, {**form, "list": str(home.pk)}).status_code == 302
    task.refresh_from_db()
    assert task.list == home

    refused = admin.client.post(url, {**form, "list": ""})  # the form still has Work
    assert errors(refused)["list"] == ["Changed in the meantime from “Work” to “Home” by you, elsewhere."]


def test_lists_are_added_changed_and_deleted_through_the_domain(admin: AdminClient, alice: User) -> None:
    admin.add(TaskList, {"owner": str(alice.pk), "name": "Work"})
    work = TaskList.objects.get()
    task = tasks.add_task(alice, title="Slides", list=work)
    assert [(row.open_task_count, row.task_count) for row in admin.rows(TaskList)] == [(1, 1)]
    admin.edit(work, {"name": "Office", "colour": "red"})
    work.refresh_from_db()
    assert (work.name, work.folded_name, work.colour) == ("Office", "office", "red")
    admin.edit(work, {"is_archived": "on"})
    work.refresh_from_db()
    assert not work.is_archived  # it has an open task
    tasks.complete_task(alice, task.pk)
    admin.client.post(admin.url(TaskList, "delete", work.pk), {"post": "yes"})
    assert event_types(alice) == [
        "list_created",
        "task_created",
        "list_updated",
        "task_updated",
        "list_deleted",
    ]
