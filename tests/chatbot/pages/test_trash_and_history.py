"""The pages of the trash and of the history, without a script."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from chatbot.domain.people.actors import acting_as, staff
from chatbot.domain.tasks import commands as tasks
from chatbot.models import Change, Task, User
from chatbot.pages.tasks.trash import TASKS_PER_PAGE
from tests.chatbot.domain.worked import work_for
from tests.factories import TaskFactory
from tests.markup import Element, parse

TRASH, HISTORY = "/tasks/trash/", "/tasks/history/"


def titles(page: Element) -> list[str]:
    return page.texts(".history-title")


def sentences(page: Element) -> list[str]:
    """Without the times."""
    return [re.sub(r" · today at \d+:\d\d", "", text) for text in page.texts(".history-main > p")]


def delete(owner: User, *titles: str) -> None:
    for title in titles:
        tasks.delete_task(owner, tasks.add_task(owner, title=title).pk)


def test_the_trash_has_what_was_deleted_when_and_by_whom(alices: Client, alice: User, charlie: User) -> None:
    delete(charlie, "Charlie's")
    delete(alice, "Milk")
    with acting_as(staff(charlie.pk)):
        delete(alice, "Rye <b>")
    work = work_for(alice)
    work.call(lambda owner: delete(owner, "Tea"))
    now = timezone.now()
    for days, deletion in enumerate(Change.objects.of(alice).trash()):
        Change.objects.filter(pk=deletion.pk).update(created_at=now - timedelta(days=days))

    assert parse(alices.get("/tasks/")).all(f'a[href="{TRASH}"]')
    page = parse(alices.get(TRASH))

    assert titles(page) == ["Tea #3", "Rye <b> #2", "Milk #1"]
    assert sentences(page)[0] == "The assistant deleted it"
    assert sentences(page)[1].startswith("charlie (administrator) deleted it · yesterday at ")
    assert sentences(page)[2].startswith("You deleted it · ")


def test_all_tasks_of_the_trash_or_of_a_search_are_restored(alices: Client, alice: User) -> None:
    delete(alice, "Milk", "Rye bread", "Oat bread")
    for query, label, said, left in (
        ("bread", "Restore all that match", "2 tasks restored.", ["Milk #1"]),
        ("", "Restore all tasks", "1 task restored.", []),
    ):
        page = parse(alices.get(TRASH, {"q": query}))
        button = page.one("p.button-row button")
        assert button.text == label
        shown = parse(alices.post(button["formaction"], {"next": button["value"]}, follow=True))
        assert (titles(shown), shown.one(".notice span").text) == ([], said)
        assert titles(parse(alices.get(TRASH))) == left
    assert Task.objects.of(alice).count() == 3
    alices.post(shown.one(".notice form")["action"])
    assert titles(parse(alices.get(TRASH))) == ["Milk #1"]


def test_tasks_are_restored_or_deleted_for_good(alices: Client, alice: User, charlie: User) -> None:
    delete(alice, "Milk", "Rye", "Tea", "Oats")
    page = parse(alices.get(TRASH, {"q": "rye"}))
    assert titles(page) == ["Rye #2"]
    assert page.one("mark").text == "Rye"
    restore = page.one(".history-row button")
    answer = alices.post(restore["formaction"], {"next": restore["value"]})
    assert answer["Location"].startswith(f"{TRASH}?q=rye")
    assert Task.objects.get().title == "Rye"
    assert "No deleted task matches." in alices.get(TRASH, {"q": "rye"}).text

    for_good = parse(alices.get(TRASH)).all("a.history-delete")[0]["href"]
    assert for_good == reverse("task-delete-for-good", args=[4])
    assert "“Oats” and its history are deleted. This cannot be undone." in alices.get(for_good).text
    assert alices.post(for_good)["Location"] == TRASH
    assert alices.post(for_good).status_code == 404

    empty = parse(alices.get(TRASH)).one(f'a[href="{reverse("task-trash-empty")}"]')["href"]
    assert "2 tasks and their history are deleted." in alices.get(empty).text
    assert Change.objects.of(alice).trash().count() == 2
    assert alices.post(empty, follow=True).text.count("The trash is empty.") == 1
    assert not Change.objects.of(alice).trash().exists()


def test_the_trash_is_paged(alices: Client, alice: User) -> None:
    TaskFactory.create_batch(TASKS_PER_PAGE + 3, owner=alice)
    tasks.delete_all(alice, Task.objects.of(alice))
    first = parse(alices.get(TRASH))
    second = parse(alices.get(TRASH + first.one("[rel=next]")["href"]))
    assert (len(titles(first)), len(titles(second))) == (TASKS_PER_PAGE, 3)
    assert not second.all("[rel=next]")
    assert alices.get(TRASH, {"q": "x" * 201}).status_code == 400


def test_the_history_says_who_changed_what(alices: Client, alice: User, charlie: User) -> None:
    milk = tasks.add_task(alice, title="Milk")
    tasks.update_task(
        alice, milk.pk, title="Oat milk", due_at=datetime(2031, 5, 6, 7, tzinfo=UTC), tags=["b", "a"]
    )
    work = work_for(alice)
    work.call(lambda owner: tasks.complete_task(owner, milk.pk))
    run = work.end()
    with acting_as(staff(charlie.pk)):
        tasks.update_task(alice, milk.pk, priority="high", due_at=None, reminders=[])
    tasks.delete_task(charlie, tasks.add_task(charlie, title="Charlie's").pk)

    page = parse(alices.get("/tasks/1/"))
    page = parse(alices.get(page.one(f'a[href^="{HISTORY}"]')["href"]))

    assert sentences(page) == [
        "charlie (administrator) changed it",
        "The assistant completed it · Tidy up",
        "You changed it",
        "You added it",
    ]
    assert page.texts(".history-lines li") == [
        "priority: Medium → High",
        "due: Tue 6 May 2031 at 9:00 → nothing",
        "title: Milk → Oat milk",
        "due: nothing → Tue 6 May 2031 at 9:00",
        "tags: nothing → #a #b",
    ]
    assert page.one(f'a[href="{reverse("run", args=[run.pk])}"]').text == "Tidy up"
    assert [by.text for by in page.all(".history-choices a")] == [
        "Everybody",
        "You",
        "The assistant",
        "Programs via MCP",
        "Administrators",
    ]
    own = parse(alices.get(HISTORY, {"task": "1", "by": "owner"}))
    assert sentences(own) == ["You changed it", "You added it"]


def test_the_last_change_is_undone_and_others_say_why_not(alices: Client, alice: User) -> None:
    milk, rye = (tasks.add_task(alice, title=title) for title in ("Milk", "Rye"))
    tasks.complete_task(alice, milk.pk)
    tasks.delete_task(alice, rye.pk)

    page = parse(alices.get(HISTORY))
    assert len(page.all(".history-row button")) == 2
    assert page.texts(".history-refusal") == ["It was deleted since.", "It was changed since."]
    for undo in page.all(".history-row button"):
        answer = alices.post(undo["formaction"], {"next": undo["value"]})
        assert answer["Location"] == HISTORY
    assert [(task.title, task.completed) for task in Task.objects.of(alice)] == [
        ("Milk", False),
        ("Rye", False),
    ]
    assert sentences(parse(alices.get(HISTORY)))[:2] == [
        "You undid a change",
        "You restored it",
    ]
    assert parse(alices.get(HISTORY)).texts(".history-lines li") == ["status: done → open"]

    refused = alices.post(undo["formaction"], {}, follow=True)
    assert "#1 &#x27;Milk&#x27; was changed since, so nothing was undone." in refused.text


@pytest.mark.parametrize("path", [TRASH, HISTORY])
def test_more_rows_cost_no_more_queries(alices: Client, alice: User, charlie: User, path: str) -> None:
    def grow(*titles: str) -> int:
        work = work_for(alice)
        work.call(lambda owner: delete(owner, *titles))
        work.end()
        with acting_as(staff(charlie.pk)):
            delete(alice, *titles)
        tasks.add_task(alice, title="Kept")
        with CaptureQueriesContext(connection) as queries:
            alices.get(path)
        return len(queries)

    assert grow("Milk") == grow(*(f"Task {number}" for number in range(9)))


@pytest.mark.parametrize("name", ["task-delete-for-good", "task-restore"])
def test_somebody_elses_tasks_are_not_found(alices: Client, charlie: User, name: str) -> None:
    delete(charlie, "Secret")
    change = Change.objects.get(after__isnull=True)
    assert alices.post(reverse(name, args=[1])).status_code == 404
    assert alices.post(reverse("task-change-undo", args=[change.pk])).status_code == 404
    assert alices.get(HISTORY, {"task": "1"}).status_code == 404
    assert "Secret" not in alices.get(TRASH).text + alices.get(HISTORY).text
    assert not Task.objects.exists()
