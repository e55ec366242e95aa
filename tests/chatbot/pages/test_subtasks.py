from __future__ import annotations

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from chatbot.domain.tasks import commands as tasks
from chatbot.domain.tasks.lists import add_list
from chatbot.models import Task, User
from tests.markup import parse


def test_a_task_page_lists_its_subtasks_and_adds_more(alices: Client, alice: User) -> None:
    trip = tasks.add_task(alice, title="Trip", list=add_list(alice, name="Travel"))
    page = parse(alices.get("/tasks/1/"))
    assert page.all("#subtasks [data-task]") == []
    form = page.one("#subtasks [data-quick-add]").form_values()
    alices.post("/tasks/", {**form, "text": "Hotel\nFood tomorrow"})
    hotel, food = Task.objects.filter(parent=trip).order_by("number")
    assert (food.title, food.due_at is not None, food.list) == ("Food", True, trip.list)

    tasks.complete_task(alice, hotel.pk)
    page = parse(alices.get("/tasks/1/"))
    assert page.texts("#subtasks [data-title]") == ["Hotel", "Food"]
    assert page.one("#subtasks-heading").text == "Subtasks 1/2"
    toggle = page.one("#subtasks [data-task='2'] .task-check")
    alices.post(toggle["formaction"], {"completed": toggle["value"], "next": "/tasks/1/"})
    assert not Task.objects.get(pk=hotel.pk).completed


def test_a_row_says_how_much_of_a_task_is_done_and_what_a_subtask_belongs_to(
    alices: Client, alice: User
) -> None:
    trip = tasks.add_task(alice, title="Trip")
    for title in ("Hotel", "Food"):
        tasks.add_task(alice, title=title, parent=trip)
    tasks.complete_task(alice, Task.objects.get(title="Food").pk)
    for page in ("/tasks/", "/"):
        row, below = parse(alices.get(page)).all(".task-list [data-task]")[:2]
        assert row.one(".task-progress").text == "1/2 1 of 2 subtasks done"
        assert (below.one(".task-parent").text, below.one(".task-parent")["href"]) == (
            "↳ Subtask of Trip",
            "/tasks/1/",
        )


def test_a_task_becomes_a_subtask_with_its_form_and_is_one_no_more(alices: Client, alice: User) -> None:
    for title in ("Trip", "Hotel"):
        tasks.add_task(alice, title=title)
    form = parse(alices.get("/tasks/2/")).one("form#edit").form_values()
    refused = alices.post("/tasks/2/", {**form, "parent": "#7"})
    assert (refused.status_code, parse(refused).texts(".field-error")) == (400, ["There is no such task."])
    alices.post("/tasks/2/", {**form, "parent": "1"})
    page = parse(alices.get("/tasks/2/"))
    assert (page.one("#edit [name=parent]")["value"], page.one("#parent-task").text) == ("#1", "Trip")
    assert page.all("#subtasks") == []
    assert "subtask of" in parse(alices.get("/tasks/history/?task=2")).text
    alices.post("/tasks/2/", {**page.one("form#edit").form_values(), "parent": ""})
    assert Task.objects.get(number=2).parent is None


def test_pages_of_many_subtasks_need_as_many_queries_as_of_few(alices: Client, alice: User) -> None:
    def queries() -> int:
        for title in ("Trip", "Party"):
            tasks.add_task(alice, title="Part", parent=tasks.add_task(alice, title=title))
        with CaptureQueriesContext(connection) as captured:
            assert alices.get("/tasks/").status_code == 200
        return len(captured)

    assert queries() == queries()
