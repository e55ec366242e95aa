from __future__ import annotations

from typing import Any
from uuid import uuid4

from chatbot.models import TaskList, User
from tests.chatbot.api.client import Api
from tests.subtests import as_subtests


def added(api: Api, name: str) -> dict[str, Any]:
    answer = api.post("/api/lists/", {"name": name})
    assert answer.status_code == 201
    row: dict[str, Any] = answer.json()
    return row


def test_lists_are_added_read_changed_and_deleted(api: Api) -> None:
    work, home = (added(api, name) for name in ("Work", "Home"))
    assert work == {
        "id": work["id"],
        "name": "Work",
        "colour": "blue",
        "position": 1,
        "is_archived": False,
        "created_at": work["created_at"],
    }
    address = f"/api/lists/{home['id']}/"
    changed = api.patch(address, {"name": "Household", "colour": "red", "position": 1})
    assert (changed.status_code, changed.json()) == (200, api.get(address).json())
    assert [one["name"] for one in api.get("/api/lists/").json()["results"]] == ["Household", "Work"]

    assert api.patch(address, {"is_archived": True}).status_code == 200
    assert [one["name"] for one in api.get("/api/lists/?is_archived=false").json()["results"]] == ["Work"]
    assert api.delete(address).status_code == 204
    for answer in (api.get(address), api.patch(address, {"name": "x"}), api.delete(address)):
        assert answer.status_code == 404


def test_a_task_names_its_list_by_id_and_tasks_are_filtered_by_it(api: Api) -> None:
    work = added(api, "Work")
    slides = api.post("/api/tasks/", {"title": "Slides", "list": work["id"]}).json()
    milk = api.post("/api/tasks/", {"title": "Milk"}).json()
    assert (slides["list"], milk["list"]) == (work["id"], None)

    def titles(place: str) -> list[str]:
        return [task["title"] for task in api.get("/api/tasks/", {"list": place}).json()["results"]]

    assert (titles(work["id"]), titles("inbox"), titles(str(uuid4())), titles("Work")) == (
        ["Slides"],
        ["Milk"],
        [],
        [],
    )
    refused = api.patch(f"/api/lists/{work['id']}/", {"is_archived": True})
    assert (refused.status_code, refused.json()["code"]) == (409, "conflict")

    tag = api.get(f"/api/tasks/{slides['id']}/").headers["ETag"]
    api.delete(f"/api/lists/{work['id']}/")
    task = api.get(f"/api/tasks/{slides['id']}/")
    assert task.json()["list"] is None
    assert task.headers["ETag"] != tag


@as_subtests(
    ("body", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": 7}, "name"),
        ({"name": "Work", "colour": "mauve"}, "colour"),
        ({"name": "Work", "position": 1}, "position"),
        ({"name": "inbox"}, "name"),
        ({}, "name"),
    ],
)
def test_a_wrong_body_is_refused(body: dict[str, Any], field: str, api: Api) -> None:
    answer = api.post("/api/lists/", body)
    assert (answer.status_code, list(answer.json()["fields"])) == (400, [field])
    assert not TaskList.objects.exists()


def test_a_task_is_not_put_on_the_list_of_another_person(api: Api, bob: User) -> None:
    his = added(Api.of(bob), "Work")
    for value in (his["id"], "Work", 7):
        answer = api.post("/api/tasks/", {"title": "Milk", "list": value})
        assert (answer.status_code, list(answer.json()["fields"])) == (400, ["list"]), value
    assert api.get(f"/api/lists/{his['id']}/").status_code == 404


def test_typed_text_names_a_list_or_is_added_to_the_one_that_is_given(api: Api) -> None:
    work, home = (added(api, name) for name in ("Work", "Home"))
    typed = {"text": "Slides +Work tomorrow\nMilk", "list": home["id"]}
    slides, milk = api.post("/api/tasks/quick-add/", typed).json()["added"]
    assert (slides["task"]["list"], milk["task"]["list"]) == (work["id"], home["id"])
    assert (slides["reading"]["list"], slides["reading"]["title"]) == (work["id"], "Slides")
    assert ("list", "Work") in [(span["kind"], span["label"]) for span in slides["reading"]["spans"]]
    assert api.post("/api/tasks/quick-add/", {**typed, "list": str(uuid4())}).status_code == 400

    plain = {"text": "Slides +Work", "plain": [[7, 12]]}
    [read] = api.post("/api/tasks/quick-add/preview/", plain).json()["tasks"]
    assert (read["title"], read["list"]) == ("Slides +Work", None)
