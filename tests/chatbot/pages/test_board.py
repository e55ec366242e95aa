"""The board of open tasks, by list or by priority."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from chatbot.domain.tasks.commands import add_task, complete_task
from chatbot.domain.tasks.lists import add_list, update_list
from chatbot.models import Task, User
from chatbot.pages.tasks.board import CARDS
from tests.factories import TaskFactory
from tests.markup import parse

BOARD = "/tasks/board/"


def columns(page: Any) -> dict[str, list[str]]:
    found = parse(page).all("[data-column]")
    return {column.one("h2").text: column.texts("[data-title]") for column in found}


def test_open_tasks_are_in_columns_by_list_or_by_priority(alices: Client, alice: User, charlie: User) -> None:
    work = add_list(alice, name="Work", colour="pink")
    add_task(alice, title="Slides", list=work, priority="high")
    add_task(alice, title="Milk")
    complete_task(alice, add_task(alice, title="Report", list=work).pk)
    update_list(alice, add_list(alice, name="Old").pk, is_archived=True)
    TaskFactory.create(owner=charlie)
    assert columns(alices.get(BOARD)) == {"Inbox 1": ["Milk"], "Work 1": ["Slides"]}
    assert columns(alices.get(BOARD, {"by": "priority"})) == {
        "High 1": ["Slides"],
        "Medium 1": ["Milk"],
        "Low 0": [],
    }
    assert parse(alices.get(BOARD)).one(f"#column-{work.pk}")["data-colour"] == "pink"


def test_without_lists_the_columns_are_priorities(alices: Client) -> None:
    assert list(columns(alices.get(BOARD))) == ["High 0", "Medium 0", "Low 0"]


def test_a_task_is_moved_without_a_script(alices: Client, alice: User) -> None:
    work = add_list(alice, name="Work")
    task = add_task(alice, title="Milk")
    asked = parse(alices.get(parse(alices.get(BOARD)).one(".card-move")["href"]))
    form = asked.one(".board-moving")
    assert form.one("p").text == "Where should “Milk” go?"
    [take] = form.all("button")
    moved = alices.post(form["action"], {**form.form_values(), take["name"]: take["value"]}, follow=True)
    assert columns(moved) == {"Inbox 0": [], "Work 1": ["Milk"]}
    task.refresh_from_db()
    assert task.list == work
    assert columns(alices.post(parse(moved).one(".notice form")["action"], {"next": BOARD}, follow=True)) == {
        "Inbox 1": ["Milk"],
        "Work 0": [],
    }


def test_cards_have_starts_and_estimates_and_columns_their_sums(alices: Client, alice: User) -> None:
    work = add_list(alice, name="Work")
    add_task(alice, title="Slides", list=work, estimate=90, start_on=date(2100, 1, 4))
    add_task(alice, title="Talk", list=work, estimate=30)
    add_task(alice, title="Milk")
    page = parse(alices.get(BOARD))
    assert page.texts("h2 .count") == ["1", "2 · ~2 hours"]
    assert page.texts(".task-start") == ["Starts on Mon 4 Jan 2100"]
    assert page.texts(".task-estimate") == ["~90 minutes", "~30 minutes"]


def test_the_board_is_narrowed_by_filters(alices: Client, alice: User) -> None:
    work = add_list(alice, name="Work")
    add_task(alice, title="Slides", list=work, priority="high", tags=["talk"])
    add_task(alice, title="Report", list=work, estimate=60)
    add_task(alice, title="Milk", tags=["shop"])

    def narrowed(**query: str) -> dict[str, list[str]]:
        return columns(alices.get(BOARD, query))

    assert narrowed(q="report") == {"Inbox 0": [], "Work 1 · ~1 hour": ["Report"]}
    assert narrowed(tag="talk") == {"Inbox 0": [], "Work 1": ["Slides"]}
    assert narrowed(priority="high", list="inbox") == {"Inbox 0": [], "Work 1": ["Slides"]}
    assert narrowed(by="priority", list=str(work.pk), priority="low") == {
        "High 1": ["Slides"],
        "Medium 1 · ~1 hour": ["Report"],
        "Low 0": [],
    }
    page = parse(alices.get(BOARD, {"by": "priority", "list": "inbox", "tag": "shop", "sort": "title"}))
    assert page.texts("#filter-list [selected]") == ["Inbox"]
    assert page.texts("#filter-tag option") == ["Any tag", "#shop", "#talk"]
    assert page.one("#filters-clear a")["href"] == f"{BOARD}?by=priority"
    assert page.one(".card-move")["href"] == f"{BOARD}?by=priority&list=inbox&tag=shop&move=3"
    form = page.one(".filters")  # without a script
    assert form.form_values() == {"by": "priority", "q": "", "list": "inbox", "tag": "shop"}


def test_a_long_column_is_cut_and_the_number_of_queries_is_constant(alices: Client, alice: User) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert alices.get(BOARD).status_code == 200
        return len(captured)

    work = add_list(alice, name="Work")
    add_task(alice, title="Last", list=work, tags=["home"])
    before = queries()
    for name in ("Home", "Garden"):
        TaskFactory.create_batch(3, owner=alice, list=add_list(alice, name=name), tags=["home"])
    Task.objects.bulk_create(
        Task(owner=alice, number=number, title=f"{number}", list=work) for number in range(100, 100 + CARDS)
    )
    assert queries() == before
    page = parse(alices.get(BOARD))
    column = page.one(f"#column-{work.pk}")
    assert len(column.all("[data-task]")) == CARDS // len(page.all("[data-column]")) == 25
    assert column.one(".column-more").text == "76 more"
