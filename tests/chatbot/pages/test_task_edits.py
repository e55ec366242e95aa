"""A task's form that stays open while others change the task."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from chatbot.domain.tasks import commands as tasks
from chatbot.models import Task, User
from tests.chatbot.admin.admin_client import AdminClient
from tests.chatbot.domain.worked import work_for
from tests.factories import UserFactory
from tests.markup import parse
from tests.subtests import as_subtests

REFUSED = (
    "This task was changed while you edited it, so nothing is saved yet. "
    "Saving again overwrites the changes that are named below."
)
DUE = datetime(2027, 1, 15, 8, 30, 12, 345, tzinfo=UTC)


class Tab:
    """A browser's tab with the task's form: it sends the data of the page, and what a person has typed."""

    def __init__(self, client: Client, task: Task) -> None:
        self.client, self.address = client, reverse("task", args=[task.number])
        self.page = client.get(self.address)

    def save(self, **typed: str) -> Any:
        self.page = self.client.post(self.address, {**self.values(), **typed})
        return self.page

    def values(self) -> dict[str, Any]:
        return {name: crlf(value) for name, value in parse(self.page).one("form#edit").form_values().items()}

    def said(self) -> list[str]:
        return parse(self.page).texts(":is(.form-error, .field-error)")


def crlf(value: Any) -> Any:
    return value.replace("\n", "\r\n") if isinstance(value, str) else value


@pytest.fixture
def milk(alice: User) -> Task:
    return tasks.add_task(alice, title="Milk", description="Two\nbottles", due_at=DUE, tags=["home", "food"])


def fields(task: Task) -> dict[str, Any]:
    task = Task.objects.get(pk=task.pk)
    return {
        "title": task.title,
        "description": task.description,
        "due_at": task.due_at,
        "priority": task.priority,
        "tags": task.tag_names,
    }


def test_a_form_that_is_saved_unchanged_changes_nothing(alices: Client, milk: Task) -> None:
    before = Task.objects.values().get()
    assert Tab(alices, milk).save().status_code == 303
    assert Task.objects.values().get() == before


@pytest.mark.parametrize(
    ("theirs", "mine"),
    [
        ({"title": "Oat milk"}, {"description": "One bottle"}),
        ({"description": "One bottle"}, {"title": "Oat milk"}),
        ({"due_at": None}, {"tags": "shop"}),
        ({"tags": ["shop"]}, {"due_at_0": "", "due_at_1": ""}),
        ({"priority": "high"}, {"title": "Oat milk"}),
        ({"title": "Oat milk"}, {"priority": "high"}),
    ],
    ids=lambda change: next(iter(change)),
)
def test_changes_of_different_fields_are_both_kept(
    alices: Client, alice: User, milk: Task, theirs: dict[str, Any], mine: dict[str, str]
) -> None:
    tab = Tab(alices, milk)
    tasks.update_task(alice, milk.pk, **theirs)
    expected = fields(milk)

    assert tab.save(**mine).status_code == 303

    name, text = mine.popitem()
    field = name.removesuffix("_1")
    made = {"tags": [text], "due_at": None}.get(field, text)
    assert fields(milk) == {**expected, field: made}


@pytest.mark.parametrize(
    ("theirs", "mine", "said"),
    [
        ({"title": "Bread"}, {"title": "Oat milk"}, "from “Milk” to “Bread”"),
        ({"description": ""}, {"description": "One"}, "from “Two bottles” to nothing"),
        ({"due_at": None}, {"due_at_0": "2027-01-16"}, "from Fri 15 Jan 2027 at 9:30 to nothing"),
        (
            {"due_at": datetime(2027, 2, 1, 12, 0, tzinfo=UTC)},
            {"due_at_0": "", "due_at_1": ""},
            "from Fri 15 Jan 2027 at 9:30 to Mon 1 Feb 2027 at 13:00",
        ),
        ({"priority": "low"}, {"priority": "high"}, "from “medium” to “low”"),
        ({"tags": []}, {"tags": "shop"}, "from “food, home” to nothing"),
    ],
    ids=["title", "description", "due", "no due", "priority", "tags"],
)
def test_a_field_that_both_changed_is_not_overwritten_unnoticed(
    alices: Client, alice: User, milk: Task, theirs: dict[str, Any], mine: dict[str, str], said: str
) -> None:
    tab = Tab(alices, milk)
    tasks.update_task(alice, milk.pk, **theirs)
    now = fields(milk)

    assert tab.save(**mine).status_code == 409

    assert tab.said() == [
        f"{REFUSED} See the task as it is now",
        f"Changed in the meantime {said} by you, elsewhere.",
    ]
    assert fields(milk) == now
    name, text = next(iter(mine.items()))
    assert tab.values()[name] == text

    assert tab.save().status_code == 303  # after the form has shown them the change
    assert [field for field, value in fields(milk).items() if value != now[field]] == [
        name.removesuffix("_0")
    ]


def test_a_conflict_shows_the_changes_of_the_other_fields(alices: Client, alice: User, milk: Task) -> None:
    tab = Tab(alices, milk)
    tasks.update_task(
        alice, milk.pk, title="Bread", priority="low", due_at=None, tags=["shop"], description="!"
    )
    tab.save(title="Oat milk")

    shown = tab.values()
    assert [shown[name] for name in ("title", "priority", "due_at_0", "due_at_1", "tags", "description")] == [
        "Oat milk", "low", "", "", "shop", "!",
    ]  # fmt: skip
    tab.save()
    assert fields(milk) == {
        "title": "Oat milk", "description": "!", "due_at": None, "priority": "low", "tags": ["shop"],
    }  # fmt: skip


def test_another_change_between_two_saves_is_reported_again(alices: Client, alice: User, milk: Task) -> None:
    tab = Tab(alices, milk)
    tasks.update_task(alice, milk.pk, title="Bread")
    tab.save(title="Oat milk")
    tasks.update_task(alice, milk.pk, title="Butter")

    assert tab.save().status_code == 409
    assert "from “Bread” to “Butter”" in tab.said()[1]


def test_equal_changes_of_a_field_are_no_conflict(alices: Client, milk: Task) -> None:
    one, two = Tab(alices, milk), Tab(alices, milk)
    assert one.save(title="Oat milk", description="One\r\nbottle").status_code == 303
    assert two.save(title="Oat milk", description="One\r\nbottle").status_code == 303


def test_a_change_that_was_reverted_is_no_conflict(alices: Client, alice: User, milk: Task) -> None:
    tab = Tab(alices, milk)
    tasks.update_task(alice, milk.pk, title="Bread")
    tasks.update_task(alice, milk.pk, title="Milk")
    assert tab.save(title="Oat milk").status_code == 303


def test_a_refused_save_does_not_complete_the_task(alices: Client, alice: User, milk: Task) -> None:
    tab = Tab(alices, milk)
    tasks.update_task(alice, milk.pk, title="Bread")
    assert tab.save(title="Oat milk", completed="true").status_code == 409
    assert not Task.objects.get().completed


def test_the_form_says_that_the_assistant_changed_it(alices: Client, alice: User, milk: Task) -> None:
    tab = Tab(alices, milk)
    tasks.update_task(alice, milk.pk, description="One")  # later changes of other fields are somebody else's
    work = work_for(alice)
    work.call(lambda owner: tasks.update_task(owner, milk.pk, title="Bread"))
    tasks.update_task(alice, milk.pk, priority="low")

    tab.save(title="Oat milk", priority="high")

    assert tab.said()[1:] == [
        "Changed in the meantime from “Milk” to “Bread” by the assistant.",
        "Changed in the meantime from “medium” to “low” by you, elsewhere.",
    ]


def test_the_form_says_that_an_administrator_changed_it(alices: Client, milk: Task) -> None:
    tab = Tab(alices, milk)
    ruth = UserFactory.create(username="ruth", is_staff=True, is_superuser=True)
    AdminClient(ruth).edit(milk, {"title": "Bread"})
    tab.save(title="Oat milk")
    assert tab.said()[1] == "Changed in the meantime from “Milk” to “Bread” by ruth (administrator)."

    tab = Tab(alices, milk)
    AdminClient(ruth).edit(milk, {"title": "Butter"})
    ruth.delete()
    tab.save(title="Oat milk")
    assert tab.said()[1] == "Changed in the meantime from “Bread” to “Butter” by an administrator."


def test_the_form_shows_what_an_undo_reverted(alices: Client, alice: User, milk: Task) -> None:
    work = work_for(alice)
    call = work.call(lambda owner: tasks.update_task(owner, milk.pk, title="Bread", tags=["shop"]))
    work.end()
    tab = Tab(alices, milk)
    alices.post(reverse("call-undo", args=[call]))

    tab.save(title="Oat milk", tags="x")

    assert tab.said()[1:] == [
        "Changed in the meantime from “Bread” to “Milk” by you, elsewhere.",
        "Changed in the meantime from “shop” to “food, home” by you, elsewhere.",
    ]


def test_typed_text_for_a_deleted_task_can_be_added(alices: Client, alice: User, milk: Task) -> None:
    tab = Tab(alices, milk)
    tasks.delete_task(alice, milk.pk)

    assert tab.save(title="Oat milk").status_code == 404
    assert tab.values()["title"] == "Oat milk"

    alices.post(reverse("tasks"), tab.values())
    assert fields(Task.objects.get())["title"] == "Oat milk"
    assert alices.get(tab.address).status_code == 404


@pytest.mark.parametrize("name", ["title", "description", "due_at", "priority", "tags"])
@as_subtests("value", ["", "x" * 3_000, "\x01", "soon", None])
def test_forged_hidden_values_do_no_harm(alices: Client, milk: Task, name: str, value: str | None) -> None:
    tab = Tab(alices, milk)
    sent = {**tab.values(), "title": "Oat milk", f"initial-{name}": value}
    answer = alices.post(tab.address, {key: text for key, text in sent.items() if text is not None})
    assert answer.status_code in {303, 409}
