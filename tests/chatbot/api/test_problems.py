"""Errors below `/api/v1/` are problem details (RFC 9457); those below `/api/` are what they were."""

from __future__ import annotations

from typing import Any

import pytest
from pytest_django.fixtures import Settings

from chatbot.models import User
from chatbot.problem_types import PROBLEM_TYPES
from tests.chatbot.api.client import Api, problem
from tests.chatbot.api.test_access import ID
from tests.factories import RunFactory, TaskFactory
from tests.subtests import as_subtests

ROOT = "/api/v1/"
REFUSED: list[tuple[int, str, str, str, Any, dict[str, str]]] = [
    (400, "invalid", "POST", "tasks/", {"title": ""}, {}),
    (400, "invalid", "GET", "tasks/?limit=x", None, {}),
    (400, "parse_error", "POST", "tasks/", b'{"title": ', {}),
    (404, "not_found", "GET", "nothing", None, {}),
    (404, "not_found", "GET", f"tasks/{ID}/", None, {}),
    (404, "not_found", "GET", "problems/nothing/", None, {}),
    (405, "method_not_allowed", "PUT", "tasks/", {}, {}),
    (405, "method_not_allowed", "OPTIONS", "tasks/", None, {}),
    (406, "not_acceptable", "GET", "tasks/", None, {"Accept": "text/csv"}),
    (409, "conflict", "POST", "runs/{run}/retry/", {}, {}),
    (412, "precondition_failed", "DELETE", "tasks/{task}/", None, {"If-Match": '"old"'}),
    (415, "unsupported_media_type", "POST", "lists/", {"name": "Work"}, {"Content-Type": "text/plain"}),
    (401, "token_not_valid", "GET", "tasks/", None, {"Authorization": "Bearer x"}),
    (401, "not_authenticated", "GET", "tasks/", None, {"Authorization": ""}),
    (401, "authentication_failed", "POST", "auth/token/", {"username": "alice", "password": "x"}, {}),
    (403, "permission_denied", "GET", f"{ID}/events/", None, {}),
]


@pytest.fixture
def ids(alice: User) -> dict[str, Any]:
    return {"run": RunFactory(conversation__owner=alice).pk, "task": TaskFactory(owner=alice).pk}


@as_subtests(("status", "code", "method", "path", "body", "headers"), REFUSED)
def test_each_refusal_is_a_problem(
    api: Api,
    ids: dict[str, Any],
    status: int,
    code: str,
    method: str,
    path: str,
    body: Any,
    headers: dict[str, str],
) -> None:
    answer = api.send(method, ROOT + path.format(**ids), body, **headers)
    said = answer.json()
    kind = PROBLEM_TYPES[code]
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    assert (said["type"], said["title"]) == (f"{ROOT}problems/{code}/", kind.title)
    assert (said["status"], said["code"], kind.status) == (status, code, status)
    assert said["detail"].endswith(".")
    assert set(said) <= {"type", "title", "status", "detail", "code", "errors", "task"}


@as_subtests(
    ("method", "path", "body", "headers", "places"),
    [
        ("POST", "tasks/", {"title": "", "colour": 1}, {}, [{"pointer": "#/colour"}]),
        ("POST", "tasks/", {"title": "Milk", "tags": ["a", 5]}, {}, [{"pointer": "#/tags/1"}]),
        ("POST", "tasks/", {"title": "Milk", "a/b~c": 1}, {}, [{"pointer": "#/a~1b~0c"}]),
        (
            "POST",
            "views/",
            {"name": "Soon", "filters": {"priority": "x", "sort": "y"}},
            {},
            [{"pointer": "#/filters/priority"}, {"pointer": "#/filters/sort"}],
        ),
        ("GET", "tasks/?limit=0", None, {}, [{"parameter": "limit"}]),
        ("POST", "imports/?name=", {}, {}, [{"parameter": "name"}]),
        ("POST", "tasks/", {"title": "Milk"}, {"Idempotency-Key": ""}, [{"header": "Idempotency-Key"}]),
    ],
)
def test_errors_say_where_they_are(
    api: Api, method: str, path: str, body: Any, headers: dict[str, str], places: list[dict[str, str]]
) -> None:
    answer = api.send(method, ROOT + path, body, **headers)
    assert answer.status_code == 400
    errors = answer.json()["errors"]
    assert [{name: at for name, at in error.items() if name != "detail"} for error in errors] == places
    assert all(error["detail"].endswith(".") for error in errors)


def test_a_limit_says_when_it_is_lifted(api: Api, settings: Settings) -> None:
    settings.DAILY_MESSAGE_LIMIT = 0
    refused = api.post(f"{ROOT}chat/", {"message": "Hello"}, Prefer="respond-async")
    assert (refused.status_code, refused["Content-Type"]) == (429, "application/problem+json")
    assert set(refused.json()) == {"type", "title", "status", "detail", "code", "reset_at"}
    assert int(refused["Retry-After"]) > 0


def test_addresses_without_a_version_keep_their_errors(api: Api) -> None:
    refused = api.post("/api/tasks/", {"title": "Milk", "tags": [5]})
    assert refused["Content-Type"] == "application/json"
    sentence = "This must be text."
    assert refused.json() == problem("invalid", f"tags: {sentence}", fields={"tags": [sentence]})


def test_each_kind_of_problem_is_described_where_its_type_leads(anonymous: Api) -> None:
    listed = anonymous.get(f"{ROOT}problems/").json()
    assert [kind["code"] for kind in listed] == list(PROBLEM_TYPES)
    assert anonymous.get(listed[0]["type"]).json() == listed[0]


def test_addresses_in_answers_have_the_version_of_the_request(api: Api) -> None:
    for root in (ROOT, "/api/"):
        accepted = api.post(f"{root}chat/", {"message": "Hello"}, Prefer="respond-async")
        assert accepted["Location"] == f"{root}runs/{accepted.json()['run_id']}/"
