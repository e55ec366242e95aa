from __future__ import annotations

from typing import Any

import pytest

from chatbot.domain.tasks import commands as tasks
from chatbot.models import Change, Task, User
from tests.chatbot.api.client import Api
from tests.chatbot.domain.worked import work_for
from tests.factories import TaskFactory


@pytest.fixture
def milk(alice: User) -> Task:
    return tasks.add_task(alice, title="Milk", tags=["home"])


def results(api: Api, path: str, **query: Any) -> list[dict[str, Any]]:
    answer = api.get(path, query)
    assert answer.status_code == 200, answer.content
    found: list[dict[str, Any]] = answer.json()["results"]
    return found


def test_the_history_of_a_task(api: Api, alice: User, milk: Task) -> None:
    work = work_for(alice)
    call = work.call(
        lambda owner: tasks.update_task(owner, milk.pk, title="Oat milk", due_at=milk.created_at)
    )
    run = work.end()
    api.delete(f"/api/tasks/{milk.pk}/")
    tasks.add_task(alice, title="Rye")

    deleted, changed, added = results(api, f"/api/tasks/{milk.pk}/history/")

    assert [(each["kind"], each["by"], each["title"]) for each in (added, changed, deleted)] == [
        ("added", "owner", "Milk"),
        ("changed", "assistant", "Oat milk"),
        ("deleted", "owner", "Oat milk"),
    ]
    assert (changed["run_id"], changed["call_id"], added["run_id"]) == (str(run.pk), call, None)
    title, due = changed["fields_changed"]
    assert title == {"field": "title", "before": "Milk", "after": "Oat milk"}
    assert (due["before"], due["after"][-1]) == (None, "Z")
    assert [each["undo_refused"] for each in (added, changed, deleted)] == ["deleted", "deleted", None]
    assert len(results(api, "/api/tasks/history/")) == 4
    assert results(api, "/api/tasks/history/", by="assistant") == [changed]
    assert results(api, f"/api/tasks/{TaskFactory.create(owner=alice).pk}/history/") == []


def test_a_change_is_undone(api: Api, alice: User, milk: Task) -> None:
    tasks.complete_task(alice, milk.pk)
    undo = f"/api/tasks/history/{Change.objects.last().pk}/undo/"  # type: ignore[union-attr]

    assert api.post(undo).status_code == 204
    assert not Task.objects.get().completed
    refused = api.post(undo)
    assert (refused.status_code, refused.json()["code"]) == (409, "conflict")
    assert "#1 'Milk' was changed since" in refused.json()["error"]
    assert api.post("/api/tasks/history/99999999999999999999/undo/").status_code == 404


def test_the_trash(api: Api, alice: User, bob: User, milk: Task) -> None:
    rye, tea = (tasks.add_task(alice, title=title) for title in ("Rye", "Tea"))
    for owner, task in ((alice, milk), (alice, rye), (alice, tea), (bob, tasks.add_task(bob, title="Bob's"))):
        tasks.delete_task(owner, task.pk)

    listed = results(api, "/api/tasks/trash/")
    assert [(each["number"], each["title"], each["by"]) for each in listed] == [
        (3, "Tea", "owner"),
        (2, "Rye", "owner"),
        (1, "Milk", "owner"),
    ]
    assert [each["id"] for each in results(api, "/api/tasks/trash/", q="mil")] == [str(milk.pk)]

    restored = api.post(f"/api/tasks/{milk.pk}/restore/")
    assert (restored.status_code, restored.json()["number"], restored.json()["tags"]) == (200, 1, ["home"])
    assert restored["ETag"] == api.get(f"/api/tasks/{milk.pk}/")["ETag"]
    assert api.post(f"/api/tasks/{milk.pk}/restore/").status_code == 404

    assert api.delete(f"/api/tasks/trash/{rye.pk}/").status_code == 204
    assert api.delete(f"/api/tasks/trash/{rye.pk}/").status_code == 404
    assert api.get(f"/api/tasks/{rye.pk}/history/").status_code == 404
    assert api.post("/api/tasks/trash/restore/").json() == {"restored": 1}
    assert api.post("/api/tasks/trash/restore/").json() == {"restored": 0}
    tasks.delete_task(alice, tea.pk)
    assert api.delete("/api/tasks/trash/").json() == {"deleted": 1}
    assert results(api, "/api/tasks/trash/") == []
    assert Change.objects.of(bob).trash().count() == 1
