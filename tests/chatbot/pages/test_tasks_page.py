from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from chatbot.domain.tasks.commands import add_task, complete_task, delete_task, update_task
from chatbot.models import Task, User
from chatbot.pages.tasks.page import TASKS_PER_PAGE
from streaming.models import Event
from tests.markup import parse
from tests.subtests import as_subtests

TASKS = "/tasks/"


def titles(client: Client, **filters: str) -> list[str]:
    return titles_in(client.get(TASKS, filters))


def titles_in(page: Any) -> list[str]:
    assert page.status_code == 200
    return parse(page).one("[data-task-list]").texts("a[data-title]")


def beside(page: Any, rel: str) -> str:
    """The address of the previous or next page; empty if there is none."""
    return "".join(link["href"] for link in parse(page).all(f"a[rel={rel}]"))


def page_at(client: Client, address: str) -> Any:
    assert address.startswith(TASKS)
    return client.get(address)


def event_types() -> list[str]:
    return list(Event.objects.order_by("seq").values_list("type", flat=True))


def test_a_task_is_added(alices: Client, alice: User) -> None:
    response = alices.post(
        TASKS,
        {
            "title": "Call the dentist",
            "description": "About the tooth",
            "due_at": "2027-01-15T09:30",
            "priority": "high",
            "tags": "Health, #phone , ",
        },
    )

    assert (response.status_code, response["Location"]) == (303, TASKS)
    task = Task.objects.get()
    assert (task.title, task.description, task.priority) == ("Call the dentist", "About the tooth", "high")
    assert task.due_at == datetime(2027, 1, 15, 8, 30, tzinfo=UTC)  # 9:30 in Berlin
    assert task.tag_names == ["health", "phone"]
    assert event_types() == ["task_created"]


def test_a_title_is_enough(alices: Client) -> None:
    alices.post(TASKS, {"title": "Milk"})

    task = Task.objects.get()
    assert (task.title, task.priority, task.due_at, task.tag_names) == ("Milk", "medium", None, [])


def test_the_form_redirects_to_its_page(alices: Client) -> None:
    response = alices.post(TASKS, {"title": "Milk", "next": "/c/new/"})

    assert response["Location"] == "/c/new/"


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_the_form_never_redirects_to_another_site(alices: Client, elsewhere: str) -> None:
    response = alices.post(TASKS, {"title": "Milk", "next": elsewhere})

    assert response["Location"] == TASKS


@as_subtests(
    ("field", "value", "objection"),
    [
        ("title", "", "This field is required."),
        ("title", "x" * 256, "at most 255 characters"),
        ("title", "a\x00b", "Null characters are not allowed."),
        ("description", "x" * 2_001, "at most 2000 characters"),
        ("due_at", "soon", "Enter a valid date."),
        ("priority", "urgent", "Select a valid choice."),
        ("tags", "x" * 51, "The tag is too long"),
        ("tags", ",".join(f"tag{number}" for number in range(21)), "at most 20 tags"),
    ],
)
def test_errors_are_reported_at_their_field_and_the_text_kept(
    alices: Client, field: str, value: str, objection: str
) -> None:
    response = alices.post(TASKS, {"title": "Milk", field: value})

    assert response.status_code == 400
    form = parse(response).one("details.new-task[open]")
    (problem,) = form.texts(".field-error")
    assert objection in problem
    assert {wrong["name"].partition("_at_")[0] for wrong in form.all("[aria-invalid=true]")} == {
        field.removesuffix("_at")
    }
    assert not Task.objects.exists()


def test_a_task_is_changed_and_only_what_differs(alices: Client, alice: User) -> None:
    due = datetime(2027, 1, 15, 22, 59, 59, tzinfo=UTC)
    task = add_task(alice, title="Milk", due_at=due, tags=["home"])
    address = reverse("task", args=[task.number])
    shown = parse(alices.get(address)).one("#edit").form_values()
    assert (shown["due_at_0"], shown["due_at_1"]) == ("2027-01-15", "23:59")

    # As a page from before an update sends it.
    form = {"title": "Oat milk", "due_at": "2027-01-15T23:59", "priority": "medium", "tags": "home"}
    response = alices.post(address, form)

    assert response.status_code == 303
    task.refresh_from_db()
    assert (task.title, task.due_at, task.tag_names) == ("Oat milk", due, ["home"])


def test_a_time_may_be_left_out(alices: Client, alice: User) -> None:
    form = {"title": "Rent", "priority": "medium", "due_at_0": "2027-01-15", "due_at_1": ""}
    alices.post(TASKS, form)
    assert Task.objects.get().due_on == date(2027, 1, 15)
    alices.post(reverse("task", args=[1]), {**form, "due_at_1": "09:30"})
    assert Task.objects.get().due == datetime(2027, 1, 15, 8, 30, tzinfo=UTC)
    shown = parse(alices.post(reverse("task", args=[1]), {**form, "due_at_0": "", "due_at_1": "09:30"}))
    assert shown.texts(".field-error") == ["Choose a day."]


def test_saving_and_checking_off_is_one_button(alices: Client, alice: User) -> None:
    task = add_task(alice, title="Milk")

    alices.post(
        reverse("task", args=[task.number]), {"title": "Oat milk", "priority": "medium", "completed": "true"}
    )

    task.refresh_from_db()
    assert (task.title, task.completed) == ("Oat milk", True)


def test_a_refused_change_is_reported_and_kept(alices: Client, alice: User) -> None:
    task = add_task(alice, title="Milk")

    response = alices.post(reverse("task", args=[task.number]), {"title": "Milk", "tags": "x" * 51})

    assert response.status_code == 400
    assert parse(response).one("[name=tags]")["value"] == "x" * 51
    task.refresh_from_db()
    assert task.tag_names == []


def test_a_task_is_checked_off_and_reopened(alices: Client, alice: User) -> None:
    task = add_task(alice, title="Milk")
    address = reverse("task-complete", args=[task.number])

    for completed in ("true", "false"):
        assert alices.post(address, {"completed": completed, "next": "/"})["Location"] == "/"
        task.refresh_from_db()
        assert task.completed is (completed == "true")

    assert event_types() == ["task_created", "task_updated", "task_updated"]


def test_the_address_with_the_id_of_a_task_leads_to_its_page(alices: Client, alice: User) -> None:
    task = add_task(alice, title="Milk")

    response = alices.get(reverse("task-by-id", args=[task.pk]))

    assert (response.status_code, response["Location"]) == (301, "/tasks/1/")


def test_a_task_is_deleted_at_once_and_the_next_page_offers_to_undo_that(alices: Client, alice: User) -> None:
    add_task(alice, title="Milk")

    delete = parse(alices.get(TASKS)).one("[data-delete]")
    page = parse(alices.post(delete["formaction"].partition("#")[0], {"next": "/tasks/?q=milk"}, follow=True))

    assert not Task.objects.exists()
    assert page.one(".notice > span").text == "Deleted “Milk”."
    undo = page.one(".notice form")
    assert undo.form_values()["next"] == "/tasks/?q=milk"
    assert alices.post(undo["action"], undo.form_values())["Location"] == "/tasks/?q=milk"
    assert titles(alices) == ["Milk"]
    assert event_types() == ["task_created", "task_deleted", "task_created"]


def test_the_page_of_a_deleted_task_restores_it(alices: Client, alice: User) -> None:
    add_task(alice, title="Milk", tags=["home"])
    address = reverse("task", args=[1])
    delete_task(alice, Task.objects.get().pk)

    for page, status in ((alices.get(address), 404), (alices.post(address, {"title": "Oat milk"}), 404)):
        assert page.status_code == status
        restore = parse(page).one(f'form[action^="{address}restore/"]')
    assert "What you typed can be added" in page.text

    assert alices.post(restore["action"], restore.form_values())["Location"] == address
    assert Task.objects.get().tag_names == ["home"]


@pytest.mark.parametrize("method", ["get", "post"])
@as_subtests("name", ["task", "task-complete", "task-delete", "task-restore"])
def test_somebody_elses_task_is_not_found(alices: Client, charlie: User, name: str, method: str) -> None:
    task = add_task(charlie, title="Charlie's secret")
    form = {"title": "Mine", "completed": "true"}

    response = getattr(alices, method)(reverse(name, args=[task.number]), form)

    assert response.status_code == (405 if name != "task" and method == "get" else 404)
    assert "secret" not in response.text
    task.refresh_from_db()
    assert (task.title, task.completed) == ("Charlie's secret", False)


def test_the_list_is_filtered(alices: Client, alice: User, charlie: User) -> None:
    now = timezone.now()
    add_task(alice, title="Rent", due_at=now - timedelta(days=1), priority="high", tags=["home"])
    add_task(alice, title="Roses", description="for Anna", due_at=now + timedelta(days=1), tags=["garden"])
    complete_task(alice, add_task(alice, title="Milk", tags=["home"]).pk)
    add_task(charlie, title="Charlie's")

    assert titles(alices) == ["Rent", "Roses"]
    assert titles(alices, status="overdue") == ["Rent"]
    assert titles(alices, status="completed") == ["Milk"]
    assert titles(alices, status="all") == ["Rent", "Roses", "Milk"]
    assert titles(alices, priority="high") == ["Rent"]
    assert titles(alices, tag="home", status="all") == ["Rent", "Milk"]
    assert titles(alices, q="anna") == ["Roses"]
    assert titles(alices, q="anna", priority="high") == []
    page = parse(alices.get(reverse("tasks"), {"q": "ros", "status": "all"}))
    assert [mark.text for mark in page.all("[data-title] > mark")] == ["Ros"]


def test_the_segments_count_tasks_that_match_the_other_filters(alices: Client, alice: User) -> None:
    add_task(alice, title="Rent", due_at=timezone.now() - timedelta(days=1), tags=["home"])
    complete_task(alice, add_task(alice, title="Milk", tags=["home"]).pk)
    add_task(alice, title="Roses", tags=["garden"])

    page = parse(alices.get(TASKS, {"tag": "home"}))

    assert [(segment["href"], segment.text) for segment in page.all("a.segment")] == [
        ("/tasks/?tag=home", "Open 1"),
        ("/tasks/?status=today&tag=home", "Today 1"),
        ("/tasks/?status=upcoming&tag=home", "Upcoming 0"),
        ("/tasks/?status=overdue&tag=home", "Overdue 1"),
        ("/tasks/?status=completed&tag=home", "Done 1"),
        ("/tasks/?status=all&tag=home", "All 2"),
    ]


@pytest.mark.parametrize(
    "filters",
    [
        {"status": "lost"},
        {"priority": "urgent"},
        {"cursor": ""},
        {"cursor": "x"},
        {"cursor": "WzFd:x"},
        {"page": "99"},
    ],
)
def test_invalid_filters_are_ignored(alices: Client, alice: User, filters: dict[str, str]) -> None:
    add_task(alice, title="Milk")

    assert titles(alices, **filters) == ["Milk"]


def test_long_task_lists_have_pages(alices: Client, alice: User) -> None:
    for number in range(TASKS_PER_PAGE + 1):
        add_task(alice, title=f"Task {number}")

    assert len(titles(alices)) == TASKS_PER_PAGE
    following = page_at(alices, beside(alices.get(TASKS), "next"))
    assert titles_in(following) == [f"Task {TASKS_PER_PAGE}"]
    last = TASKS_PER_PAGE + 1
    assert parse(following).texts(".pager p") == [f"{last}–{last} of {last}"]
    assert not beside(following, "next")
    first = page_at(alices, beside(following, "prev"))
    assert titles_in(first) == [f"Task {number}" for number in range(TASKS_PER_PAGE)]
    assert parse(first).texts(".pager p") == [f"1–{TASKS_PER_PAGE} of {last}"]
    assert not beside(first, "prev")


def test_an_edit_between_two_pages_neither_repeats_nor_skips_a_task(alices: Client, alice: User) -> None:
    tasks = [add_task(alice, title=f"Task {number}", tags=["home"]) for number in range(2 * TASKS_PER_PAGE)]
    first = alices.get(TASKS, {"tag": "home"})
    complete_task(alice, tasks[3].pk)  # leaves the page that was shown
    update_task(alice, tasks[-1].pk, due_at=timezone.now())  # comes before it
    following = page_at(alices, beside(first, "next"))
    assert titles_in(following) == [f"Task {number}" for number in range(TASKS_PER_PAGE, len(tasks) - 1)]
    back = page_at(alices, beside(following, "prev"))
    whole = [number for number in range(TASKS_PER_PAGE) if number != 3]
    assert titles_in(back) == [f"Task {number}" for number in (len(tasks) - 1, *whole)]


def test_a_page_whose_tasks_are_gone_shows_the_first(alices: Client, alice: User) -> None:
    tasks = [add_task(alice, title=f"Task {number}") for number in range(TASKS_PER_PAGE + 1)]
    address = beside(alices.get(TASKS), "next")
    complete_task(alice, tasks[-1].pk)
    assert len(titles_in(page_at(alices, address))) == TASKS_PER_PAGE


def test_the_list_takes_as_many_queries_for_three_tasks_as_for_one(alices: Client, alice: User) -> None:
    def count_queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert alices.get(TASKS).status_code == 200
        return len(captured)

    add_task(alice, title="Milk", tags=["home"])
    one = count_queries()
    add_task(alice, title="Rent", tags=["home", "money"])
    add_task(alice, title="Roses", tags=["garden"])

    assert count_queries() == one


def test_typed_text_is_read_without_a_script(alices: Client, alice: User) -> None:
    response = alices.post(
        TASKS, {"text": "Milk tomorrow #food\nCall mum every friday", "next": "/"}, follow=True
    )

    assert [(task.title, task.tag_names) for task in Task.objects.of(alice).order_by("number")] == [
        ("Milk", ["food"]),
        ("Call mum", []),
    ]
    assert all(task.due_at for task in Task.objects.of(alice))
    assert "Added “Milk”." in response.text
    assert "Added “Call mum”." in response.text


def test_typed_text_that_is_refused_is_kept(alices: Client) -> None:
    response = alices.post(TASKS, {"text": "Milk <b>" + "a" * 255})

    assert response.status_code == 400
    assert "The title is too long" in response.text
    assert parse(response).one("#new-task")["value"].startswith("Milk <b>aaa")
    assert not Task.objects.exists()


def test_the_panel_beside_the_chat_can_be_fetched_alone(alice: User, alices: Client) -> None:
    add_task(alice, title="Milk", tags=["home"])
    on_page = "https://testserver/c/new/?message=hi"
    drawn = parse(alices.get("/fragments/tasks/", headers={"HX-Current-URL": on_page}))
    assert drawn.one("body > aside#tasks")
    assert drawn.one("form#rows [name=next]")["value"] == "/c/new/?message=hi"
    assert drawn.one("#open-count[hx-swap-oob=true]").text == "1"


@pytest.mark.parametrize(
    "address", ["https://elsewhere.example/", "//elsewhere.example", "http://[elsewhere", "nonsense", ""]
)
def test_forms_of_a_part_never_redirect_elsewhere(alice: User, alices: Client, address: str) -> None:
    add_task(alice, title="Milk")
    drawn = alices.get("/fragments/tasks/", headers={"HX-Current-URL": address}).content.decode()
    assert "elsewhere" not in drawn


def test_a_script_that_sends_a_form_gets_only_refusals(alice: User, alices: Client) -> None:
    task = add_task(alice, title="Milk")
    by_script = {"HX-Request": "true"}
    answer = alices.post(f"/tasks/{task.number}/complete/", {"completed": "true"}, headers=by_script)
    assert (answer.status_code, answer.content) == (204, b"")
    task.refresh_from_db()
    assert task.completed


def test_tasks_are_put_in_an_own_order_with_buttons(alices: Client, alice: User) -> None:
    for title in ("one", "two", "three"):
        add_task(alice, title=title)

    def page() -> Any:
        return parse(alices.get("/tasks/", {"sort": "mine"}))

    first, _, last = page().all("[data-task]")
    assert (first.all("[data-move=up]"), last.all("[data-move=down]")) == ([], [])
    up = last.one("[data-move=up]")
    moved = alices.post(up["formaction"], {up["name"]: up["value"], "next": "/tasks/?sort=mine"})
    assert moved["Location"] == "/tasks/?sort=mine"
    assert page().texts("[data-title]") == ["one", "three", "two"]
    assert "You moved it in your order" in parse(alices.get("/tasks/history/")).text
    assert parse(alices.get("/tasks/")).all("[data-move]") == []
    refused = alices.post(up["formaction"], {}, headers={"HX-Request": "true"})
    assert (refused.status_code, refused.text) == (400, "Say before or after which task to put it.")


def test_the_page_of_a_task_shows_its_notes_as_clean_html(alices: Client, alice: User) -> None:
    add_task(alice, title="Milk")
    assert parse(alices.get("/tasks/1/")).all(".task-notes") == []
    add_task(alice, title="Rye", description="**two** loaves\n\n* dark\n\n<script>alert(1)</script>")
    notes = parse(alices.get("/tasks/2/")).one("#task-notes .task-notes")
    assert (notes.texts("strong"), notes.texts("li"), notes.all("script")) == (["two"], ["dark"], [])
