"""Personal tokens: programs of a person use the API with them, within their scopes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver
from django.utils import timezone
from rest_framework.permissions import AllowAny

from chatbot.domain.people.personal_tokens import LIFETIMES, MOST_TOKENS, create_personal_token
from chatbot.domain.people.sign_ins import sign_out_everywhere
from chatbot.domain.people.tickets import redeem_ticket
from chatbot.models import PersonalToken, SocketTicket, Task, User
from tests.chatbot.api.client import Api, problem
from tests.subtests import as_subtests

URL = "/api/personal-tokens/"
SCOPES = PersonalToken.Scope.values


def api_with(owner: User, *scopes: str, days: int | None = None) -> Api:
    _token, text = create_personal_token(owner, name="a script", scopes=scopes or SCOPES, days=days)
    return Api(Authorization=f"Bearer {text}")


def test_a_token_is_created_used_listed_and_revoked(api: Api, bobs_api: Api, alice: User) -> None:
    made = api.post(URL, {"name": " nightly  backup ", "scopes": ["write", "read"], "days": 30})
    assert made.status_code == 201
    row = made.json()
    text = row.pop("token")
    assert text.startswith("lockstep_")
    assert text.endswith(row["hint"])
    assert (row["name"], row["scopes"], row["used_at"]) == ("nightly backup", ["read", "write"], None)
    assert not PersonalToken.objects.filter(token_hash__contains=text[-20:]).exists()

    program = Api(Authorization=f"bearer {text}")
    assert program.post("/api/tasks/", {"title": "Milk"}).status_code == 201
    assert Task.objects.get().owner == alice
    (listed,) = api.get(URL).json()["results"]
    assert listed["used_at"] is not None
    assert listed | {"used_at": None} == row

    address = f"{URL}{row['id']}/"
    assert bobs_api.delete(address).status_code == 404
    assert bobs_api.get(URL).json()["results"] == []
    assert api.delete(address).status_code == 204
    refused = program.get("/api/tasks/")
    sentence = "This token is not valid: it was revoked, or has expired."
    assert (refused.status_code, refused.json()) == (401, problem("personal_token_not_valid", sentence))


@as_subtests("body", [
    {"name": "x", "scopes": []},
    {"name": "x", "scopes": ["read", "everything"]},
    {"name": "x", "scopes": "read"},
    {"name": "", "scopes": ["read"]},
    {"name": "x" * 61, "scopes": ["read"]},
    {"name": "a\x00b", "scopes": ["read"]},
    {"name": "x", "scopes": ["read"], "days": 8},
    {"name": "x", "scopes": ["read"], "days": 10**400},
    {"name": "x", "scopes": ["read"], "days": "7"},
    {"name": "x", "scopes": ["read"], "expires_at": "2031-01-01"},
    {"name": "x"},
    {"scopes": ["read"]},
])  # fmt: skip
def test_bad_input_is_refused(api: Api, body: dict[str, Any]) -> None:
    refused = api.post(URL, body)
    assert refused.status_code == 400
    assert refused.json()["fields"]
    assert not PersonalToken.objects.exists()


def test_there_is_a_limit(api: Api, alice: User) -> None:
    for _ in range(MOST_TOKENS):
        create_personal_token(alice, name="x", scopes=["read"])
    refused = api.post(URL, {"name": "x", "scopes": ["read"]})
    sentence = "You have 50 tokens. Revoke one of them first."
    assert (refused.status_code, refused.json()) == (409, problem("conflict", sentence))


def test_a_session_alone_creates_none(alice: User) -> None:
    """The page asks for the password; a script on a page cannot."""
    browser = Client()
    browser.force_login(alice)
    body = {"name": "x", "scopes": ["read"]}
    assert browser.post(URL, body, content_type="application/json").status_code == 403
    assert browser.get(URL).status_code == 200


@pytest.mark.parametrize("days", LIFETIMES)
def test_a_token_expires(alice: User, days: int) -> None:
    program = api_with(alice, days=days)
    token = PersonalToken.objects.get()
    assert token.expires_at is not None
    assert timedelta(0) <= timezone.now() + timedelta(days=days) - token.expires_at < timedelta(minutes=1)
    assert program.get("/api/tasks/").status_code == 200
    PersonalToken.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert program.get("/api/tasks/").status_code == 401


def test_a_token_ends_with_the_account_and_by_signing_out_everywhere(alice: User, bob: User) -> None:
    of_alice, of_bob = api_with(alice), api_with(bob)
    bob.is_active = False
    bob.save()
    assert of_bob.get("/api/tasks/").status_code == 401
    alice.set_password("another-1-entirely")
    alice.save()
    assert of_alice.get("/api/tasks/").status_code == 200
    sign_out_everywhere(alice)
    assert of_alice.get("/api/tasks/").status_code == 401


@as_subtests("end", ["", "x", "x" * 43, "\xe4", "9" * 9_000])
def test_unknown_tokens_are_refused(api: Api, end: str) -> None:
    refused = Api(Authorization=f"Bearer lockstep_{end}").get("/api/tasks/")
    assert (refused.status_code, refused.json()["code"]) == (401, "personal_token_not_valid")


def test_its_use_is_recorded_once_an_hour(alice: User) -> None:
    program = api_with(alice)
    program.get("/api/tasks/")
    used = PersonalToken.objects.get().used_at
    program.get("/api/tasks/")
    assert PersonalToken.objects.get().used_at == used
    earlier = timezone.now() - timedelta(hours=2)
    PersonalToken.objects.update(used_at=earlier)
    program.get("/api/tasks/")
    assert PersonalToken.objects.get().used_at != earlier


def test_it_is_refused_in_an_address_but_gets_a_ticket_that_ends_with_it(alice: User) -> None:
    _token, text = create_personal_token(alice, name="x", scopes=["read"])
    refused = Api().get(f"/api/events/?token={text}&wait=0")
    assert (refused.status_code, refused.json()["code"]) == (401, "personal_token_in_address")
    program = Api(Authorization=f"Bearer {text}")
    first, second = (program.post("/api/auth/ticket/").json()["ticket"] for _ in range(2))
    redeemed = redeem_ticket(first)
    assert redeemed is not None
    assert redeemed.personal_token_id == PersonalToken.objects.get().pk
    PersonalToken.objects.all().delete()
    assert redeem_ticket(second) is None
    assert not SocketTicket.objects.exists()


def test_a_refusal_names_the_missing_scope(alice: User) -> None:
    refused = api_with(alice, "read").post("/api/tasks/", {"title": "Milk"})
    sentence = "This token does not have the scope “write”."
    assert (refused.status_code, refused.json()) == (403, problem("insufficient_scope", sentence))
    assert refused["WWW-Authenticate"] == 'Bearer error="insufficient_scope", scope="write"'
    assert not Task.objects.exists()


# What takes another scope than `read` for GET and `write` for the rest, by the name of its URL.
AGENT = set("""
    api-plans api-plan api-plan-again api-plan-messages api-plan-approve api-plan-reject api-plan-cancel
    api-plan-pause api-plan-resume api-step-skip api-step-retry api-template-start api-demonstrate
    api-chat api-user-chat api-run-cancel api-run-retry api-run-regenerate api-run-undo api-run-feedback
    api-call-approve api-call-decline api-call-undo
""".split())  # fmt: skip
SIGN_IN_ONLY = set("""
    api-me api-sign-out-everywhere api-personal-tokens api-personal-token api-calendar-feeds
    api-calendar-feed api-conversation-links api-link api-webhooks api-webhook api-webhook-secret
    api-webhook-test api-webhook-replay api-mcp-servers api-mcp-server api-mcp-server-check
""".split())  # fmt: skip
READ = {"api-ticket", "api-quick-add-preview"}


def operations(user: User) -> Iterator[tuple[str, str, str]]:
    """Name of the URL, address and method of each operation that needs a sign-in."""
    (api,) = [one for one in get_resolver().url_patterns if str(one.pattern) == "api/"]
    for pattern in api.url_patterns:  # type: ignore[union-attr]
        assert isinstance(pattern, URLPattern)
        view = getattr(pattern.callback, "cls", None)
        if pattern.name in {None, "api-schema"} or AllowAny in view.permission_classes:
            continue
        own = str(pattern.pattern).startswith("<uuid:user_id>")
        ids = {"uuid": str(user.pk if own else uuid4()), "int": "1", "str": "csv", "call_id": "call_1"}
        address = "".join(
            ids.get(part.partition(":")[0], part) if ":" in part else part
            for part in str(pattern.pattern).replace(">", "<").split("<")
        )
        for method in ("get", "post", "put", "patch", "delete"):
            if hasattr(view, method):
                yield str(pattern.name), f"/api/{address}?wait=0", method.upper()


@pytest.mark.django_db(transaction=True)  # some read in a thread of their own
def test_each_operation_takes_its_scope(alice: User) -> None:
    by_scope = {scope: api_with(alice, scope) for scope in SCOPES}
    found = list(operations(alice))
    assert len(found) > 80
    for name, address, method in found:
        needed = "read" if method == "GET" or name in READ else "agent" if name in AGENT else "write"
        permitted = {
            scope
            for scope, program in by_scope.items()
            if program.send(method, address, b"" if method == "GET" else {"unknown": 1}).status_code != 403
        }
        is_refused = method != "GET" and name in SIGN_IN_ONLY
        assert permitted == (set() if is_refused else {needed}), (name, method)
