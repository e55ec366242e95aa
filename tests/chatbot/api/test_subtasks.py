from __future__ import annotations

from typing import Any

from tests.chatbot.api.client import Api


def added(api: Api, title: str, **fields: Any) -> dict[str, Any]:
    answer = api.post("/api/tasks/", {"title": title, **fields})
    assert answer.status_code == 201, answer.content
    row: dict[str, Any] = answer.json()
    return row


def titles(api: Api, **query: str) -> list[str]:
    return [task["title"] for task in api.get("/api/tasks/", query).json()["results"]]


def test_subtasks_name_their_task_by_its_id_and_follow_it(api: Api) -> None:
    trip, milk = (added(api, title) for title in ("Trip", "Milk"))
    hotel = added(api, "Hotel", parent=trip["id"])
    assert (trip["parent"], hotel["parent"]) == (None, trip["id"])
    more = api.post("/api/tasks/quick-add/", {"text": "Food tomorrow\nMaps", "parent": trip["id"]}).json()
    assert {one["task"]["parent"] for one in more["added"]} == {trip["id"]}
    assert (titles(api, parent=trip["id"]), titles(api, parent="none"), titles(api, parent="Trip")) == (
        ["Food", "Hotel", "Maps"],
        ["Trip", "Milk"],
        [],
    )
    moved = api.patch(f"/api/tasks/{milk['id']}/", {"parent": trip["id"]})
    assert moved.json()["parent"] == trip["id"]
    assert api.patch(f"/api/tasks/{milk['id']}/", {"parent": None}).json()["parent"] is None

    api.post(f"/api/tasks/{trip['id']}/complete/")
    assert titles(api, status="pending") == ["Milk"]
    api.delete(f"/api/tasks/{trip['id']}/")
    assert titles(api) == ["Milk"]
    api.post(f"/api/tasks/{trip['id']}/restore/")
    assert len(titles(api, status="completed")) == 4


def test_tasks_of_others_cannot_be_parents(api: Api, bobs_api: Api) -> None:
    theirs = added(bobs_api, "Rye")
    refused = api.post("/api/tasks/", {"title": "Milk", "parent": theirs["id"]})
    assert (refused.status_code, refused.json()["fields"]) == (400, {"parent": ["There is no such task."]})
    assert titles(api) == []


def test_tasks_are_put_in_the_order_of_the_person(api: Api) -> None:
    first, _, third = (added(api, title) for title in ("one", "two", "three"))
    moved = api.post(f"/api/tasks/{third['id']}/move/", {"before": first["id"]})
    assert (moved.status_code, moved.json()["rank"] < first["rank"]) == (200, True)
    assert titles(api, ordering="rank") == ["three", "one", "two"]
    history = api.get(f"/api/tasks/{third['id']}/history/").json()["results"]
    assert [change["kind"] for change in history] == ["moved", "added"]
    assert api.post(f"/api/tasks/{third['id']}/move/", {}).status_code == 400
