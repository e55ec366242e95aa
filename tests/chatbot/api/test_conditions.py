"""Conditional requests: a client that names the state of a task that it knows does
not overwrite another one."""

from __future__ import annotations

from typing import Any

import pytest

from chatbot.domain.tasks import commands as tasks
from chatbot.models import Task, User
from tests.chatbot.api.client import Api, problem
from tests.subtests import as_subtests

CHANGED = "The task was changed since you read it. Look at it as it is now, then send this again."
NOBODYS = '"0123456789abcdef"'
REQUESTS = {
    "change": ("PATCH", "", {"title": "Oat milk"}),
    "delete": ("DELETE", "", None),
    "complete": ("POST", "complete/", None),
    "reopen": ("POST", "reopen/", None),
}


@pytest.fixture
def milk(alice: User) -> Task:
    return tasks.add_task(alice, title="Milk", tags=["home"])


def read(api: Api, task: Task) -> tuple[dict[str, Any], str]:
    answer = api.get(f"/api/tasks/{task.pk}/")
    return answer.json(), answer["ETag"]


def send(api: Api, name: str, task: Task, **headers: str) -> Any:
    method, path, body = REQUESTS[name]
    return api.send(method, f"/api/tasks/{task.pk}/{path}", body, **headers)


def test_each_response_with_one_task_has_its_etag(api: Api) -> None:
    added = api.post("/api/tasks/", {"title": "Milk"})
    task = Task.objects.get()
    assert added["ETag"] == read(api, task)[1]
    assert added["ETag"].startswith('"')

    changed = api.patch(f"/api/tasks/{task.pk}/", {"title": "Oat milk"})
    assert changed["ETag"] == read(api, task)[1] != added["ETag"]
    for verb in ("complete", "reopen"):
        answer = api.post(f"/api/tasks/{task.pk}/{verb}/")
        assert answer["ETag"] == read(api, task)[1]


def test_a_proxy_may_not_compress_a_response_with_an_etag(api: Api, milk: Task) -> None:
    assert api.get(f"/api/tasks/{milk.pk}/")["Cache-Control"] == "private, no-store, no-transform"


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Oat milk"},
        {"description": "Two bottles"},
        {"priority": "low"},
        {"due_at": "2027-01-15T09:30:00Z"},
        {"tags": ["food"]},
        {"completed": True},
    ],
    ids=lambda change: next(iter(change)),
)
def test_every_change_changes_the_etag(api: Api, milk: Task, change: dict[str, Any]) -> None:
    _, tag = read(api, milk)
    api.patch(f"/api/tasks/{milk.pk}/", change)
    assert read(api, milk)[1] != tag


def test_a_patch_without_a_change_keeps_the_etag(api: Api, milk: Task) -> None:
    _, tag = read(api, milk)
    assert api.patch(f"/api/tasks/{milk.pk}/", {"title": "Milk", "tags": ["home"]})["ETag"] == tag


@pytest.mark.parametrize("name", REQUESTS)
def test_a_task_that_has_changed_since_is_not_overwritten(
    api: Api, alice: User, milk: Task, name: str
) -> None:
    _, tag = read(api, milk)
    tasks.update_task(alice, milk.pk, title="Bread")
    now, newer = read(api, milk)

    refused = send(api, name, milk, If_Match=tag)

    assert refused.status_code == 412
    assert refused.json() == problem("precondition_failed", CHANGED, task=now)
    assert refused["ETag"] == newer
    assert read(api, milk) == (now, newer)


@pytest.mark.parametrize("name", REQUESTS)
def test_a_task_in_the_known_state_is_changed(api: Api, milk: Task, name: str) -> None:
    _, tag = read(api, milk)
    assert send(api, name, milk, If_Match=tag).status_code in {200, 204}


@pytest.mark.parametrize("given", ["*", "{tag}, " + NOBODYS, NOBODYS + " ,{tag}"])
def test_any_of_several_etags_matches(api: Api, milk: Task, given: str) -> None:
    given = given.replace("{tag}", read(api, milk)[1])
    assert send(api, "change", milk, If_Match=given).status_code == 200


@as_subtests("given", [NOBODYS, "W/{tag}", "{bare}", "", "x" * 5_000, "null", '"', "é", "\\"])
def test_anything_but_a_strong_etag_matches_nothing(api: Api, milk: Task, given: str) -> None:
    _, tag = read(api, milk)
    given = given.replace("{tag}", tag).replace("{bare}", tag.strip('"'))
    assert send(api, "change", milk, If_Match=given).status_code == 412
    milk.refresh_from_db()
    assert milk.title == "Milk"


@pytest.mark.parametrize("name", REQUESTS)
def test_a_missing_task_is_not_found_under_any_condition(bobs_api: Api, milk: Task, name: str) -> None:
    for given in ("*", NOBODYS):
        assert send(bobs_api, name, milk, If_Match=given).status_code == 404


def test_a_restored_task_has_another_etag(api: Api, alice: User, milk: Task) -> None:
    """A number that started again would match the state before the deletion."""
    _, tag = read(api, milk)
    tasks.update_task(alice, milk.pk, title="Bread")
    values = Task.objects.values().get()
    tasks.delete_task(alice, milk.pk)
    Task.objects.create(**values)
    assert send(api, "change", milk, If_Match=tag).status_code == 412


def test_an_unchanged_task_is_not_sent_again(api: Api, milk: Task) -> None:
    task, tag = read(api, milk)
    path = f"/api/tasks/{milk.pk}/"
    for given in (tag, f"W/{tag}", "*", f"{NOBODYS}, {tag}"):
        known = api.get(path, If_None_Match=given)
        assert (known.status_code, known.content, known["ETag"]) == (304, b"", tag)
    for given in (NOBODYS, "", tag.strip('"')):
        assert api.get(path, If_None_Match=given).json() == task


def test_a_change_can_exclude_one_state(api: Api, milk: Task) -> None:
    _, tag = read(api, milk)
    assert send(api, "change", milk, If_None_Match=tag).status_code == 412
    assert send(api, "change", milk, If_None_Match="*").status_code == 412
    assert send(api, "change", milk, If_None_Match=NOBODYS).status_code == 200
