"""Saved views: what the tasks page shows, in which order and groups, under a name."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from chatbot.domain.tasks.commands import add_task
from chatbot.domain.tasks.lists import add_list
from chatbot.domain.tasks.views import add_view, choices_of
from chatbot.models import TaskView, User
from chatbot.pages.tasks.filters import GROUPS, SORTS, STATUSES
from tests.chatbot.api.client import Api
from tests.markup import parse


def some_tasks(owner: User) -> None:
    work = add_list(owner, name="Work")
    add_task(owner, title="b", list=work, priority="low")
    add_task(owner, title="c", priority="high")
    add_task(owner, title="a", list=work)


def shown(client: Client, **query: str) -> dict[str, list[str]]:
    page = parse(client.get("/tasks/", query)).one("#task-list")
    labels = page.texts("h2") or [""]
    return dict(zip(labels, (one.texts("[data-title]") for one in page.all("ul")), strict=True))


def test_tasks_are_ordered_and_grouped(alices: Client, alice: User) -> None:
    some_tasks(alice)
    assert shown(alices, group="list") == {"Inbox 1": ["c"], "Work 2": ["b", "a"]}
    assert shown(alices, group="list", sort="title") == {"Inbox 1": ["c"], "Work 2": ["a", "b"]}
    assert shown(alices, group="priority") == {"High 1": ["c"], "Medium 1": ["a"], "Low 1": ["b"]}
    assert shown(alices, sort="priority") == {"": ["c", "a", "b"]}
    assert shown(alices, sort="newest", status="all") == {"": ["a", "c", "b"]}
    assert shown(alices, group="none") == {"": ["b", "c", "a"]}
    assert shown(alices, sort="sideways", group="nowhere") == {"No date 3": ["b", "c", "a"]}


def test_a_view_can_have_each_order_and_grouping_of_the_page() -> None:
    for name, choices in (("status", STATUSES), ("sort", SORTS), ("group", GROUPS)):
        assert set(choices_of(name)) == set(choices)


def test_pages_of_another_order_follow_each_other(alices: Client, alice: User) -> None:
    for number in range(60):
        add_task(alice, title=f"{number:02}", priority=("low", "high")[number % 2])
    seen: list[str] = []
    address = "/tasks/?group=priority&sort=title"
    while address:
        page = parse(alices.get(address))
        seen += page.one("#task-list").texts("[data-title]")
        address = next((link["href"] for link in page.all(".pager [rel=next]")), "")
    assert seen == [f"{number:02}" for number in (*range(1, 60, 2), *range(0, 60, 2))]


def test_a_view_is_saved_renamed_and_deleted_without_a_script(alices: Client, alice: User) -> None:
    some_tasks(alice)
    address = "/tasks/?priority=high&sort=title"
    assert not parse(alices.get("/tasks/")).all("#task-view form")
    form = parse(alices.get(address)).one("#task-view form")
    saved = alices.post(form["action"], {**form.form_values(), "name": "Urgent"})
    assert saved["Location"] == f"{address}#view-summary"

    page = parse(alices.get(address))
    assert (page.one("h1").text, page.one("#task-lists [aria-current].list-view").text) == (
        "Urgent",
        "Urgent",
    )
    assert page.one(".list-view")["href"] == address
    form = page.one("#task-view form")
    alices.post(form["action"], {**form.form_values(), "name": "Pressing"})
    palette = parse(alices.get("/fragments/palette/", {"q": "press"}))
    assert palette.one(f"#go-{TaskView.objects.get().pk}")["href"] == address

    refused = alices.post("/tasks/views/", {"name": "pressing", "filters": "tag=x"}, follow=True)
    assert "There is a view “Pressing” already." in refused.text
    alices.post(form["action"], {**form.form_values(), "delete": "true"})
    assert not TaskView.objects.exists()


def test_views_over_rest(alice: User, charlie: User) -> None:
    api = Api.of(alice)
    theirs = add_view(charlie, name="Urgent", filters={"q": "x"})
    added = api.post("/api/views/", {"name": "Urgent", "filters": {"priority": "high", "q": ""}})
    view = added.json()
    assert (added.status_code, view["name"], view["filters"]) == (201, "Urgent", {"priority": "high"})
    address = f"/api/views/{view['id']}/"
    changed = api.patch(address, {"filters": {"tag": "home", "group": "list"}}).json()
    assert changed == {**view, "filters": {"tag": "home", "group": "list"}}
    assert changed == api.get(address).json() == api.get("/api/views/").json()["results"][0]
    bad: list[dict[str, Any]] = [
        {"name": "URGENT", "filters": {}},
        {"name": "", "filters": {}},
        {"name": "x"},
    ]
    bad += [{"name": "x", "filters": {name: "huge"}} for name in ("priority", "sort", "group", "status")]
    bad += [{"name": "x", "filters": {"colour": "red"}}, {"name": "x", "filters": {"tag": "x" * 60}}]
    for body in bad:
        assert api.post("/api/views/", body).status_code == 400, body
    for path in (f"/api/views/{theirs.pk}/", f"/api/views/{uuid4()}/"):
        for answer in (api.get(path), api.patch(path, {"name": "mine"}), api.delete(path)):
            assert answer.status_code == 404
    assert api.delete(address).status_code == 204
    assert list(TaskView.objects.all()) == [theirs]


def test_the_number_of_queries_does_not_depend_on_views_and_groups(alices: Client, alice: User) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert alices.get("/tasks/", {"group": "list", "sort": "title"}).status_code == 200
        return len(captured)

    some_tasks(alice)
    add_view(alice, name="One", filters={})
    before = queries()
    for name in ("Two", "Three"):
        add_view(alice, name=name, filters={"q": name})
        add_task(alice, title=name, list=add_list(alice, name=name))
    assert queries() == before
