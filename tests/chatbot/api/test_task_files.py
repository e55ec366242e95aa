from __future__ import annotations

import pytest

from chatbot.domain.exchange.imports import add_some, read_import
from chatbot.models import Task, TaskImport, User
from tests.chatbot.api.client import Api, problem
from tests.factories import TaskFactory

TABLE = b"title,due\nwater plants,2030-01-07\nold,when it rains\n"


def upload(
    api: Api, content: bytes, name: str = "tasks.csv", content_type: str = "text/csv"
) -> dict[str, object]:
    response = api.send_file(f"/api/imports/?name={name}", content, content_type)
    assert response.status_code == 201, response.json()
    found: dict[str, object] = response.json()
    return found


def test_a_file_is_read_imported_and_undone(api: Api) -> None:
    read = upload(api, TABLE)
    assert (read["status"], read["total"], read["known"], read["done"]) == ("read", 2, 0, 0)
    assert read["problems"] == [{"entry": 2, "reason": "date", "words": "when it rains"}]
    address = f"/api/imports/{read['id']}/"
    started = api.post(f"{address}start/", {})
    assert (started.status_code, started.json()["status"]) == (202, "running")
    assert api.post(f"{address}undo/").json() == problem("conflict", "This import cannot be undone now.")
    add_some(TaskImport.objects.get().pk)
    done = api.get(address).json()
    assert (done["status"], done["done"], done["added"]) == ("completed", 2, 2)
    assert [one["id"] for one in api.get("/api/imports/").json()["results"]] == [read["id"]]
    assert api.post(f"{address}undo/").json()["status"] == "undone"
    assert not Task.objects.exists()
    assert api.post(f"{address}start/", {}).status_code == 409


@pytest.mark.parametrize(
    "content_type", ["application/octet-stream", "application/json", "multipart/mixed", ""]
)
def test_the_type_that_is_said_does_not_matter(content_type: str, api: Api) -> None:
    assert upload(api, b'[{"title": "a"}]', "a.json", content_type)["total"] == 1


def test_files_that_cannot_be_read_are_refused(api: Api) -> None:
    for content in (b"", b"\0", b"a,b\n1,2"):
        response = api.send_file("/api/imports/?name=x.csv", content, "text/csv")
        assert (response.status_code, response.json()["code"]) == (400, "invalid")
    assert api.send_file("/api/imports/", TABLE, "text/csv").status_code == 400
    assert api.send_file("/api/imports/?name=x.csv", b"x" * 10_000_001, "text/csv").status_code == 413
    assert not TaskImport.objects.exists()


def test_an_import_is_discarded(api: Api) -> None:
    address = f"/api/imports/{upload(api, TABLE)['id']}/"
    assert api.delete(address).status_code == 204
    assert api.get(address).status_code == 404


def test_imports_of_others_are_not_found(bobs_api: Api, alice: User) -> None:
    found = read_import(alice, "tasks.csv", TABLE)
    address = f"/api/imports/{found.pk}/"
    assert bobs_api.get(address).status_code == bobs_api.delete(address).status_code == 404
    assert bobs_api.post(f"{address}start/", {}).status_code == 404
    assert bobs_api.post(f"{address}undo/").status_code == 404
    assert bobs_api.get("/api/imports/").json()["results"] == []


def test_all_tasks_are_exported(api: Api, alice: User) -> None:
    TaskFactory.create(owner=alice, title="a", tags=["home"])
    for suffix, start in (("csv", "id,title"), ("json", "{"), ("ics", "BEGIN:VCALENDAR"), ("txt", "20")):
        response = api.get(f"/api/tasks/export/{suffix}/")
        assert response.status_code == 200
        assert response.text.startswith(start)
        assert "home" in response.text
    assert api.get("/api/tasks/export/exe/").status_code == 404
