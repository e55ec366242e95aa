from __future__ import annotations

from typing import Any

from django.test import Client
from django.urls import reverse

from chatbot.domain.tasks.commands import add_task, complete_task
from chatbot.domain.tasks.lists import add_list, update_list
from chatbot.models import Task, TaskList, User
from tests.markup import parse

LISTS = "/tasks/lists/"


def links(page: Any) -> list[str]:
    return parse(page).one("#task-lists").texts("a[href^='/tasks/?'], a[href='/tasks/']")


def test_without_lists_there_is_only_the_way_to_the_first_one(alices: Client, alice: User) -> None:
    add_task(alice, title="Milk")
    assert parse(alices.get("/tasks/")).one("#task-lists").texts("a") == ["New list"]


def test_the_tasks_page_shows_one_list_or_the_inbox(alices: Client, alice: User) -> None:
    work, home = (add_list(alice, name=name) for name in ("Work", "Home"))
    add_task(alice, title="Slides", list=work)
    complete_task(alice, add_task(alice, title="Report", list=work).pk)
    add_task(alice, title="Milk")

    page = alices.get("/tasks/")
    assert links(page) == ["All lists 2", "Inbox 1", "Work 1", "Home 0"]
    assert parse(page).texts(".task-list-name") == ["Work"]

    page = alices.get("/tasks/", {"list": str(work.pk)})
    assert parse(page).one("[data-task-list]").texts("a[data-title]") == ["Slides"]
    assert parse(page).one("#task-lists [aria-current]").text == "Work 1"
    assert parse(page).one("h1").text == "Work"
    assert parse(page).all(".task-list-name") == []
    assert parse(page).one("#task-segments [aria-current]").text == "Open 1"
    assert parse(page).one("[data-filters] [name=list]")["value"] == str(work.pk)
    assert parse(page).one(f".new-task option[value='{work.pk}'][selected]").text == "Work"
    inbox = alices.get("/tasks/", {"list": "inbox"})
    assert parse(inbox).one("[data-task-list]").texts("a[data-title]") == ["Milk"]
    assert (
        parse(alices.get("/tasks/", {"list": str(home.pk), "status": "completed"})).all("[data-task]") == []
    )


def test_tasks_are_added_to_the_list_that_is_shown(alices: Client, alice: User) -> None:
    work = add_list(alice, name="Work")
    page = parse(alices.get("/tasks/", {"list": str(work.pk)}))
    form = page.one(".page [data-quick-add]").form_values()
    alices.post("/tasks/", {**form, "text": "Slides tomorrow"})
    assert Task.objects.get().list == work


def test_a_task_is_moved_with_its_form_and_an_archived_list_is_kept(alices: Client, alice: User) -> None:
    work, home = (add_list(alice, name=name) for name in ("Work", "Home"))
    task = add_task(alice, title="Slides", list=work)
    complete_task(alice, task.pk)
    update_list(alice, work.pk, is_archived=True)
    address = reverse("task", args=[task.number])
    form = parse(alices.get(address)).one("#edit").form_values()
    assert form["list"] == str(work.pk)
    alices.post(address, {**form, "title": "Old slides"})
    task.refresh_from_db()
    assert (task.title, task.list) == ("Old slides", work)
    alices.post(address, {**form, "list": str(home.pk)})
    task.refresh_from_db()
    assert task.list == home


def test_lists_are_added_renamed_moved_archived_and_deleted_without_a_script(
    alices: Client, alice: User
) -> None:
    for name in ("Work", "Home"):
        alices.post(LISTS, {"name": name})
    work, home = TaskList.objects.of(alice)
    address = reverse("list", args=[home.pk])
    changed = alices.post(address, {"name": "Household", "colour": "red", "position": "1"})
    assert changed["Location"] == f"{LISTS}#list-{home.pk}"
    assert [(one.name, one.colour) for one in TaskList.objects.of(alice)] == [
        ("Household", "red"),
        ("Work", "blue"),
    ]
    down = parse(alices.get(LISTS)).one(f"#list-{home.pk} [title='Move down']")
    alices.post(address, {"name": "Household", "colour": "red", "position": down["value"]})
    assert [one.name for one in TaskList.objects.of(alice)] == ["Work", "Household"]

    alices.post(address, {"is_archived": "true"})
    page = parse(alices.get(LISTS))
    assert page.one("ul[aria-label='Archived lists']").texts(".list-name") == ["Household"]
    alices.post(address, {"is_archived": "false"})
    assert not TaskList.objects.filter(is_archived=True).exists()

    task = add_task(alice, title="Milk", list=home)
    delete = parse(alices.get(LISTS)).one(f"#list-{home.pk} [title=Delete]")["formaction"]
    gone = parse(alices.post(delete, follow=True))
    assert gone.one(".notice").text == "Deleted the list “Household”.Undo"
    task.refresh_from_db()
    assert (task.list, [*TaskList.objects.of(alice)]) == (None, [work])
    trash = parse(alices.get(reverse("task-trash"))).one(f"#trash-list-{home.pk}")
    assert trash.text == "HouseholdRestore Household"
    restored = alices.post(gone.one(".notice form")["action"])
    assert restored["Location"] == f"{LISTS}#list-{home.pk}"
    task.refresh_from_db()
    assert (task.list, TaskList.objects.of(alice).count()) == (home, 2)


def test_a_list_that_is_refused_is_reported_and_kept(alices: Client, alice: User) -> None:
    work, home = (add_list(alice, name=name) for name in ("Work", "Home"))
    refused = alices.post(LISTS, {"name": "work"})
    assert refused.status_code == 400
    assert parse(refused).one("#list-problem").text == "There is a list “Work” already."
    assert parse(refused).one("#list-name")["value"] == "work"
    add_task(alice, title="Slides", list=work)
    for form in ({"is_archived": "true"}, {"name": "Home"}):
        assert 'role="alert"' in alices.post(reverse("list", args=[work.pk]), form, follow=True).text
    assert list(TaskList.objects.of(alice)) == [work, home]


def test_lists_of_somebody_else_are_not_found(alices: Client, charlie: User) -> None:
    his = add_list(charlie, name="Secret")
    add_task(charlie, title="Secret plan", list=his)
    for name in ("list", "list-delete"):
        answer = alices.post(reverse(name, args=[his.pk]), {"name": "Mine"}, follow=True)
        assert "Secret" not in answer.text
    assert "Secret" not in alices.get("/tasks/", {"list": str(his.pk)}).text
    his.refresh_from_db()
    assert his.name == "Secret"
