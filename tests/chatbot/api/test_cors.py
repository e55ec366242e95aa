"""Requests from other origins: configured ones may use the API with tokens, none may use cookies."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django.fixtures import Settings
from rest_framework_simplejwt.tokens import AccessToken

from chatbot.models import User

APP, OTHER = "https://app.example", "https://other.example"

pytestmark = pytest.mark.django_db


def preflight(client: Client, path: str, origin: str = APP) -> dict[str, str]:
    answer = client.options(
        path,
        headers={
            "Origin": origin,
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "authorization,content-type,idempotency-key,prefer",
        },
    )
    return {name.lower(): value for name, value in answer.items() if name.lower().startswith("access-")}


@pytest.fixture
def opened(settings: Settings) -> None:
    settings.CORS_ALLOWED_ORIGINS = [APP]


@pytest.mark.usefixtures("opened")
def test_a_configured_origin_may_send_the_headers_of_programs(client: Client) -> None:
    allowed = preflight(client, "/api/chat")
    assert allowed["access-control-allow-origin"] == APP
    headers = set(allowed["access-control-allow-headers"].split(", "))
    assert {"authorization", "content-type", "idempotency-key", "last-event-id", "prefer"} <= headers
    assert {"POST", "PUT", "PATCH", "DELETE"} <= set(allowed["access-control-allow-methods"].split(", "))
    assert "access-control-allow-credentials" not in allowed


@pytest.mark.usefixtures("opened")
def test_a_configured_origin_can_read_all_responses(client: Client, alice: User) -> None:
    bearer = f"Bearer {AccessToken.for_user(alice)}"
    for headers, status in (
        ({"Authorization": bearer}, 200),
        ({}, 401),
        ({"Authorization": "Bearer x"}, 401),
    ):
        answer = client.get("/api/auth/me/", headers={**headers, "Origin": APP})
        assert answer.status_code == status
        assert answer["Access-Control-Allow-Origin"] == APP
        exposed = set(answer["Access-Control-Expose-Headers"].split(", "))
        assert {"retry-after", "ratelimit", "ratelimit-policy", "idempotent-replayed"} <= exposed
        assert "Access-Control-Allow-Credentials" not in answer


@pytest.mark.usefixtures("opened")
@pytest.mark.parametrize(
    ("path", "origin"),
    [("/api/chat", OTHER), ("/api/chat", "null"), ("/api/chat", f"{APP}.evil.example"), ("/", APP)],
)
def test_other_origins_and_pages_are_not_allowed(client: Client, path: str, origin: str) -> None:
    assert "access-control-allow-origin" not in preflight(client, path, origin)
    assert "Access-Control-Allow-Origin" not in client.get(path, headers={"Origin": origin})


def test_no_origin_is_allowed_by_default(client: Client) -> None:
    assert preflight(client, "/api/chat") == {}
