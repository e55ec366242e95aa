"""For any input, the response is a 4xx as a problem, never a 500."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rest_framework_simplejwt.tokens import AccessToken

from chatbot.models import User
from tests.chatbot.api.client import Api
from tests.factories import ConversationFactory, TaskFactory

PLACES = [
    ("POST", "/api/v1/tasks/"),
    ("PATCH", "/api/v1/tasks/{task}/"),
    ("PATCH", "/api/v1/conversations/{conversation}/"),
    ("PATCH", "/api/v1/auth/me/"),
    ("POST", "/api/v1/auth/token/"),
    ("POST", "/api/v1/auth/token/refresh/"),
    ("POST", "/api/v1/chat"),
]
RAW = {
    "nothing": b"",
    "no JSON": b"{",
    "a form": b"title=Milk",
    "null": b"null",
    "a number": b"5",
    "a text": b'"title"',
    "a list": b'[{"title": "Milk"}]',
    "not UTF-8": b'{"title": "\xff\xfe"}',
    "UTF-16": '{"title": "Milk"}'.encode("utf-16"),
    "a byte order mark": b'\xef\xbb\xbf{"title": "Milk"}',
    "half a surrogate pair": rb'{"title": "\ud800", "message": "\udc00"}',
    "half a surrogate pair in a name": rb'{"\ud800": 1}',
    "deep lists": b"[" * 100_000,
    "deep objects": b'{"title":' * 100_000 + b"1" + b"}" * 100_000,
    "a huge number": b'{"title": 1' + b"0" * 10_000 + b"}",
    "a large float": b'{"title": 1e999}',
    "NaN": b'{"title": NaN}',
    "infinity": b'{"title": -Infinity}',
    "a NUL outside of texts": b'{"title": "Milk"}\x00',
    "many unknown fields": json.dumps({f"field{number}": 1 for number in range(1000)}).encode(),
    "a long unknown field": json.dumps({"x" * 100_000: 1}).encode(),
}


@pytest.fixture
def places(alice: User) -> list[tuple[str, str]]:
    known = {"task": TaskFactory(owner=alice).pk, "conversation": ConversationFactory(owner=alice).pk}
    return [(method, path.format(**known)) for method, path in PLACES]


def is_refusal(answer: Any) -> bool:
    if answer["Content-Type"] != "application/problem+json":
        return False
    said = answer.json()
    return (
        400 <= answer.status_code < 500
        and said["status"] == answer.status_code
        and all(isinstance(said[name], str) for name in ("type", "title", "detail", "code"))
        and set(said) <= {"type", "title", "status", "detail", "code", "errors"}
        and all(isinstance(error["detail"], str) for error in said.get("errors", ()))
    )


@pytest.mark.parametrize("raw", RAW.values(), ids=RAW.keys())
def test_bad_bodies_are_refused(api: Api, places: list[tuple[str, str]], raw: bytes) -> None:
    for method, path in places:
        answer = api.send(method, path, raw)
        if raw == b"" and method == "PATCH":
            assert answer.status_code == 200  # no change
        else:
            assert is_refusal(answer), (path, answer.content[:500])
            assert answer.status_code == 400
            assert len(answer.content) < 10_000


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "x", ""]
)
def test_other_kinds_of_bodies_are_refused(alice: User, places: list[tuple[str, str]], kind: str) -> None:
    client = Client(headers={"Authorization": f"Bearer {AccessToken.for_user(alice)}"})
    for method, path in places:
        answer = client.generic(method, path, b'{"title": "Milk"}', content_type=kind)
        assert is_refusal(answer)
        assert answer.status_code == 415, path


def test_large_bodies_are_refused(api: Api, places: list[tuple[str, str]]) -> None:
    raw = json.dumps({"title": "x" * 3_000_000}).encode()
    for method, path in places:
        answer = api.send(method, path, raw)
        assert is_refusal(answer)
        assert answer.status_code == 413


def test_an_unsupported_media_type_is_refused(api: Api) -> None:
    answer = api.get("/api/v1/tasks/", Accept="image/png")
    assert is_refusal(answer)
    assert answer.status_code == 406


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters(codec="utf-8"))
    | st.sampled_from(["2026-11-21T18:30", "high", "UTC", "00000000-0000-4000-8000-000000000000"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)
NAMES = st.sampled_from(
    [
        "title",
        "description",
        "priority",
        "due_at",
        "tags",
        "completed",
        "message",
        "conversation_id",
        "time_zone",
    ]
)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
@given(body=st.dictionaries(NAMES | st.text(max_size=5), VALUES, max_size=3))
def test_any_body_is_accepted_or_refused(
    api: Api, places: list[tuple[str, str]], body: dict[str, Any]
) -> None:
    for method, path in places:
        answer = api.send(method, path, body, Prefer="respond-async")
        assert answer.status_code in {200, 201, 202} or is_refusal(answer), answer.content


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
@given(
    name=st.sampled_from(
        [
            "status",
            "completed",
            "priority",
            "tag",
            "due",
            "due_before",
            "due_after",
            "search",
            "q",
            "ordering",
        ]
    ),
    value=st.text(st.characters(codec="utf-8"), max_size=20),
)
def test_any_parameter_is_accepted_or_refused(api: Api, name: str, value: str) -> None:
    answer = api.get("/api/v1/tasks/", {name: value})
    assert answer.status_code == 200 or is_refusal(answer)
