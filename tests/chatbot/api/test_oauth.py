"""OAuth 2.1 for MCP clients: what a program gets, and what is refused to those who cheat."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from chatbot.api.mcp.client import client_with
from chatbot.domain.history.retention import prune
from chatbot.domain.people.sign_ins import sign_out_everywhere
from chatbot.models import AuditEntry, OAuthAccessToken, OAuthClient, OAuthGrant, OAuthRefreshToken, User
from tests.chatbot import oauth_flow
from tests.chatbot.oauth_flow import (
    CALLBACK,
    RESOURCE,
    allow,
    connect,
    exchange,
    parameters,
    refresh,
    register,
    request_of,
)
from tests.subtests import as_subtests

SITE = "http://testserver"


@pytest.fixture
def person(alice: User, client: Client) -> Client:
    client.force_login(alice)
    return client


def test_a_program_learns_from_the_metadata_where_to_go(db: None) -> None:
    for address in ("/.well-known/oauth-protected-resource", "/.well-known/oauth-protected-resource/mcp"):
        resource = Client().get(address).json()
        assert resource["resource"] == RESOURCE
        assert resource["authorization_servers"] == [SITE]
        assert resource["scopes_supported"] == ["agent", "read", "write"]
    server = Client().get("/.well-known/oauth-authorization-server").json()
    assert server["issuer"] == SITE
    assert server["registration_endpoint"] == f"{SITE}/oauth/register/"
    assert server["authorization_endpoint"] == f"{SITE}{oauth_flow.AUTHORIZE}"
    assert server["code_challenge_methods_supported"] == ["S256"]
    assert server["grant_types_supported"] == ["authorization_code", "refresh_token"]
    assert server["token_endpoint_auth_methods_supported"] == ["none"]
    assert "introspection_endpoint" not in server


def test_a_program_acts_as_its_person_until_its_tokens_end(alice: User, person: Client) -> None:
    client_id, tokens = connect(person, "read", "agent")
    assert (tokens["scope"], tokens["token_type"], tokens["expires_in"]) == ("read agent", "Bearer", 3_600)
    found = client_with(tokens["access_token"], SITE)
    assert found is not None
    assert (found.owner, found.name, found.scopes) == (alice, "Claude", {"read", "agent"})
    stored = [*OAuthAccessToken.objects.values_list("token"), *OAuthRefreshToken.objects.values_list("token")]
    assert stored == [("",), ("",)]

    again = refresh(client_id, tokens["refresh_token"], resource=RESOURCE).json()
    assert again["scope"] == "read agent"
    assert client_with(tokens["access_token"], SITE) is None
    assert client_with(again["access_token"], SITE) is not None
    OAuthAccessToken.objects.update(expires=timezone.now() - timedelta(seconds=1))
    assert client_with(again["access_token"], SITE) is None
    assert AuditEntry.objects.get(action=AuditEntry.Action.CLIENT_ALLOWED).subject == "Claude: read agent"


def test_only_this_site_takes_its_tokens(alice: User, person: Client) -> None:
    _, tokens = connect(person)
    assert client_with(tokens["access_token"], "https://elsewhere.example") is None
    bearer = {"Authorization": f"Bearer {tokens['access_token']}"}
    assert Client(headers=bearer).get("/api/v1/tasks/").status_code == 401
    OAuthAccessToken.objects.update(resource=[])  # one for every resource
    assert client_with(tokens["access_token"], SITE) is None
    OAuthAccessToken.objects.update(resource=[RESOURCE])
    User.objects.filter(pk=alice.pk).update(is_active=False)
    assert client_with(tokens["access_token"], SITE) is None


@as_subtests(
    "changes",
    [
        {"redirect_uri": "https://evil.example/callback"},
        {"redirect_uri": f"{CALLBACK}?next=https://evil.example"},
        {"redirect_uri": "http://127.0.0.1@evil.example/callback"},
        {"redirect_uri": "http://localhost/callback"},
        {"client_id": "unknown"},
        {"response_type": "token"},
        {"scope": "read admin"},
        {"code_challenge": None, "code_challenge_method": None},
        {"code_challenge_method": "plain"},
        {"code_challenge": "x" * 200},
        {"code_challenge_method": None},
        {"resource": "https://elsewhere.example/mcp"},
        {"resource": [RESOURCE, "https://elsewhere.example/mcp"]},
    ],
)
def test_a_request_that_is_not_valid_leads_nowhere(person: Client, changes: dict[str, Any]) -> None:
    """Not even to the registered address, which may be anybody's."""
    query = request_of(register().json()["client_id"], **changes)
    for answer in (
        person.get(oauth_flow.AUTHORIZE, query),
        allow(person, query),
        allow(person, query, deny="1"),
    ):
        assert answer.status_code == 400
        assert "Location" not in answer.headers
    assert not OAuthGrant.objects.exists()


def test_the_person_is_asked_each_time_and_may_refuse_or_give_less(person: Client) -> None:
    client_id = register().json()["client_id"]
    query = request_of(client_id, redirect_uri="http://127.0.0.1:53124/callback")
    for extra in ({}, {"approval_prompt": "auto"}, {"prompt": "none"}):
        asked = person.get(oauth_flow.AUTHORIZE, {**query, **extra})
        assert asked.status_code == 200
        assert "form-action 'self' http://127.0.0.1:53124;" in f"{asked['Content-Security-Policy']};"
    assert allow(person, query, password="wrong").status_code == 400
    assert allow(person, {**query, "scope": "read"}, "agent").status_code == 400
    denied = allow(person, query, deny="1")
    assert denied["Location"].startswith("http://127.0.0.1:53124/callback?")
    assert parameters(denied) == {"error": "access_denied", "state": "s-1", "iss": SITE}
    assert not OAuthGrant.objects.exists()
    allowed = parameters(allow(person, {**query, "nonce": "x" * 300}, "read"))
    assert (allowed["state"], allowed["iss"]) == ("s-1", SITE)
    assert exchange(client_id, allowed["code"], redirect_uri=query["redirect_uri"]).json()["scope"] == "read"
    stranger = Client().get(oauth_flow.AUTHORIZE, query)
    assert stranger["Location"].startswith("/accounts/sign-in/?next=/oauth/authorize/")
    person.handler.enforce_csrf_checks = True
    assert allow(person, query).status_code == 403


def test_a_code_is_worth_one_exchange_by_its_program(person: Client, subtests: pytest.Subtests) -> None:
    client_id = register().json()["client_id"]
    other = register(client_name="Other").json()["client_id"]
    code = parameters(allow(person, request_of(client_id)))["code"]
    for changes in (
        {"code_verifier": "w" * 64},
        {"code_verifier": None},
        {"redirect_uri": "http://127.0.0.1/other"},
        {"client_id": other},
        {"resource": "https://elsewhere.example/mcp"},
        {"grant_type": "password", "username": "alice", "password": "x"},
        {"grant_type": "client_credentials"},
        {"grant_type": "urn:ietf:params:oauth:grant-type:device_code"},
    ):
        with subtests.test(**changes):
            refused = exchange(client_id, code, **changes)
            assert refused.status_code in {400, 401}
            assert "<" not in refused.text
            assert "access_token" not in refused.json()
    assert exchange(client_id, code).status_code == 200
    assert exchange(client_id, code).json()["error"] == "invalid_grant"
    late = parameters(allow(person, request_of(client_id)))["code"]
    OAuthGrant.objects.update(expires=timezone.now() - timedelta(seconds=1))
    assert exchange(client_id, late).json()["error"] == "invalid_grant"


def test_a_stolen_refresh_token_ends_the_connection(person: Client) -> None:
    client_id, tokens = connect(person)
    other = register(client_name="Other").json()["client_id"]
    assert refresh(other, tokens["refresh_token"]).status_code in {400, 401}
    widened = refresh(client_id, tokens["refresh_token"], scope="read write agent")
    assert widened.json()["error"] == "invalid_scope"
    again = refresh(client_id, tokens["refresh_token"]).json()
    assert refresh(client_id, tokens["refresh_token"]).status_code == 400  # used twice: who is the thief?
    assert client_with(again["access_token"], SITE) is None
    assert refresh(client_id, again["refresh_token"]).status_code == 400


def test_tokens_end_by_their_program_or_with_all_sign_ins(alice: User, person: Client) -> None:
    client_id, tokens = connect(person)
    form = {"token": tokens["refresh_token"], "client_id": client_id}
    for address in ("/oauth/token/?%0d%0ax", "/oauth/revoke/?%0d%0ax"):
        answer = Client().post(address, {**form, "client_id": "<script>"})
        assert answer.status_code in {400, 401}
        assert answer["Content-Type"] == "application/json"
        assert Client().post(address, {**form, "code": "\0", "grant_type": "x"}).status_code == 400
    assert Client().post("/oauth/revoke/", form).status_code == 200
    assert client_with(tokens["access_token"], SITE) is None
    _, tokens = connect(person)
    sign_out_everywhere(alice)
    assert client_with(tokens["access_token"], SITE) is None
    assert not OAuthRefreshToken.objects.filter(revoked=None).exists()


@as_subtests(
    "metadata",
    [
        {"redirect_uris": []},
        {"redirect_uris": None},
        {"redirect_uris": ["http://evil.example/callback"]},
        {"redirect_uris": ["http://127.0.0.1.evil.example/callback"]},
        {"redirect_uris": ["javascript:alert(1)"]},
        {"redirect_uris": ["cursor://callback"]},
        {"redirect_uris": ["https://user@good.example/callback"]},
        {"redirect_uris": ["https://good.example/callback https://evil.example/"]},
        {"redirect_uris": ["https://good.example/callback#fragment"]},
        {"redirect_uris": ["https://*.example.com/callback"]},
        {"redirect_uris": ["https://good.example/" + "x" * 500]},
        {"redirect_uris": [f"https://good.example/{number}" for number in range(11)]},
        {"redirect_uris": ["https://[evil/"]},
        {"client_name": "\u200b"},
        {"client_name": "x" * 61},
        {"client_name": {"a": 1}},
        {"grant_types": ["client_credentials"]},
        {"response_types": ["token"]},
    ],
)
def test_a_registration_that_is_not_valid_is_refused(db: None, metadata: dict[str, Any]) -> None:
    refused = register(**metadata)
    assert refused.status_code == 400
    assert refused.json()["error"] in {"invalid_redirect_uri", "invalid_client_metadata"}
    assert not OAuthClient.objects.exists()


def test_registrations_have_no_secret_and_few_bytes_and_are_counted(db: None, settings: Settings) -> None:
    made = register(token_endpoint_auth_method="client_secret_post", contacts=["me@example.com"])
    assert made.status_code == 201
    assert made.json()["token_endpoint_auth_method"] == "none"
    assert "client_secret" not in made.json()
    assert register(client_uri="x" * 20_000).status_code == 413
    assert Client().post("/oauth/register/", b"[" * 9_000, content_type="application/json").status_code == 400
    settings.OAUTH_REGISTRATIONS_PER_HOUR = 3
    assert register().status_code == 201
    limited = register()
    assert limited.status_code == 429
    assert 0 < int(limited["Retry-After"]) <= 3_600


def test_requests_for_tokens_are_counted_by_address(person: Client, settings: Settings) -> None:
    client_id, tokens = connect(person)
    settings.API_REQUESTS_PER_MINUTE = 3
    address = "198.51.100.7"
    query = {"grant_type": "refresh_token", "refresh_token": "guessed", "client_id": client_id}
    sent = [Client(REMOTE_ADDR=address).post("/oauth/token/", query) for _ in range(4)]
    assert [answer.status_code for answer in sent] == [400, 400, 400, 429]
    assert sent[-1].json()["error"] == "temporarily_unavailable"
    assert 0 < int(sent[-1]["Retry-After"]) <= 60
    assert sent[-1]["RateLimit-Policy"] == '"requests";q=3;w=60'
    assert Client(REMOTE_ADDR=address).post("/oauth/revoke/", {"token": "guessed"}).status_code == 429
    assert refresh(client_id, tokens["refresh_token"], resource=RESOURCE).status_code == 200


def test_programs_that_nobody_connected_are_deleted(person: Client) -> None:
    client_id, _ = connect(person)
    register(client_name="Unused")
    prune()
    assert OAuthClient.objects.count() == 2
    OAuthClient.objects.update(created=timezone.now() - timedelta(days=8))
    prune()
    assert OAuthClient.objects.get().client_id == client_id
