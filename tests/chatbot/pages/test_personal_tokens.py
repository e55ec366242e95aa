"""The page on which a person creates and revokes tokens for their programs."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from chatbot.domain.people.personal_tokens import create_personal_token
from chatbot.models import AuditEntry, OAuthAccessToken, OAuthClient, PersonalToken, User
from tests.chatbot.oauth_flow import connect
from tests.factories import PASSWORD
from tests.markup import parse

PAGE = reverse("personal-tokens")
FORM = {"name": "nightly backup", "scopes": ["read", "agent"], "days": "90", "password": PASSWORD}


def test_a_token_is_shown_once(alice: User, alices: Client) -> None:
    made = alices.post(PAGE, FORM)
    assert made["Cache-Control"] == "no-store"
    text = parse(made).one("[data-link]")["value"]
    token = PersonalToken.objects.get()
    assert (token.owner, token.name, token.scopes) == (alice, "nightly backup", ["read", "agent"])
    listed = alices.get(PAGE).text
    assert "nightly backup" in listed
    assert text not in listed
    assert "http://testserver/mcp" in listed
    program = Client(headers={"Authorization": f"Bearer {text}"})
    assert program.get("/api/auth/me/").json()["username"] == "alice"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("password", "wrong"),
        ("password", ""),
        ("name", ""),
        ("name", "\u200b"),
        ("scopes", []),
        ("scopes", ["admin"]),
        ("days", "8"),
    ],
)
def test_nothing_is_created_by_a_form_with_a_mistake(alices: Client, field: str, value: object) -> None:
    refused = alices.post(PAGE, {**FORM, field: value})
    assert refused.status_code == 400
    assert not PersonalToken.objects.exists()


def test_it_may_be_valid_until_it_is_revoked(alices: Client) -> None:
    assert alices.post(PAGE, {**FORM, "days": ""}).status_code == 200
    assert PersonalToken.objects.get().expires_at is None


def test_only_its_owner_revokes_it(alice: User, alices: Client, charlie: User, client: Client) -> None:
    token, _text = create_personal_token(alice, name="x", scopes=["read"])
    revoke = reverse("personal-token-revoke", args=[token.pk])
    client.force_login(charlie)
    assert client.post(revoke).status_code == 404
    assert alices.get(revoke).status_code == 405
    assert alices.post(revoke).status_code == 303
    assert not PersonalToken.objects.exists()


def test_connected_programs_are_listed_and_disconnected(alice: User, alices: Client, charlie: User) -> None:
    client_id, _tokens = connect(alices, "read", "agent")
    program = OAuthClient.objects.get(client_id=client_id)
    section = parse(alices.get(PAGE)).one(".import-list").text
    assert "Claude" in section
    assert "Read, Agent · Last used" in section
    end = reverse("program-disconnect", args=[program.pk])
    stranger = Client()
    stranger.force_login(charlie)
    assert stranger.post(end).status_code == 404
    assert alices.post(end).status_code == 303
    assert "Disconnect" not in parse(alices.get(PAGE)).one("main").text
    assert not OAuthAccessToken.objects.exists()
    assert AuditEntry.objects.of(alice).first().action == AuditEntry.Action.CLIENT_DISCONNECTED
