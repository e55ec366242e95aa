"""`/api/v1/` is the address of the API, and `/api/` is an alias of it."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import URLResolver, get_resolver
from pytest_django.fixtures import Settings

from chatbot.models import User
from tests.chatbot.api.client import Api


def test_both_addresses_have_the_same_views() -> None:
    own = {
        str(one.pattern): one.url_patterns
        for one in get_resolver().url_patterns
        if isinstance(one, URLResolver) and str(one.pattern).startswith("api/")
    }
    assert list(own) == ["api/v1/", "api/"]  # the other way, the alias would answer 404
    assert own["api/v1/"] is own["api/"]


def test_the_versioned_address_is_found_without_its_slash(api: Api, alice: User) -> None:
    made = api.post("/api/v1/tasks", {"title": "Milk"})
    assert made.status_code == 201
    listed = api.get("/api/v1/tasks", {"limit": "1"}).json()
    assert [task["id"] for task in listed["results"]] == [made.json()["id"]]
    assert api.get("/api/tasks/").json()["results"] == listed["results"]


def test_unknown_versioned_addresses_are_answered_in_json(api: Api) -> None:
    refused = api.get("/api/v1/nothing")
    assert (refused.status_code, refused.json()["code"]) == (404, api.get("/api/nothing").json()["code"])


@pytest.mark.parametrize("root", ["/api/v1/", "/api/"])
def test_a_session_without_the_csrf_token_changes_nothing(alice: User, root: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(alice)
    refused = client.post(f"{root}tasks/", {"title": "Milk"}, content_type="application/json")
    assert refused.status_code == 403
    assert refused.json()["code"] == "permission_denied"


@pytest.mark.parametrize("root", ["/api/v1/", "/api/"])
def test_configured_origins_may_ask(client: Client, db: None, settings: Settings, root: str) -> None:
    settings.CORS_ALLOWED_ORIGINS = ["https://app.example"]
    answer = client.get(f"{root}auth/me/", headers={"Origin": "https://app.example"})
    assert answer["Access-Control-Allow-Origin"] == "https://app.example"
