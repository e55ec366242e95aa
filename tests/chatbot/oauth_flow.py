"""The steps of OAuth as a program and its person take them, over Django's test client."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.http import HttpResponse
from django.test import Client

from tests.factories import PASSWORD

AUTHORIZE = "/oauth/authorize/"
CALLBACK = "http://127.0.0.1/callback"
RESOURCE = "http://testserver/mcp"
VERIFIER = "v" * 64
CHALLENGE = urlsafe_b64encode(sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()


def register(**metadata: Any) -> Any:
    body = {"client_name": "Claude", "redirect_uris": [CALLBACK], **metadata}
    return Client(enforce_csrf_checks=True).post("/oauth/register/", body, content_type="application/json")


def request_of(program: str, /, **changes: Any) -> dict[str, Any]:
    """The query of the address to which a program sends its person; `None` leaves a parameter out."""
    query = {
        "response_type": "code",
        "client_id": program,
        "redirect_uri": CALLBACK,
        "scope": "read write agent",
        "state": "s-1",
        "code_challenge": CHALLENGE,
        "code_challenge_method": "S256",
        "resource": RESOURCE,
        **changes,
    }
    return {name: value for name, value in query.items() if value is not None}


def allow(person: Client, query: dict[str, Any], *scopes: str, **form: str) -> HttpResponse:
    posted = {"scopes": scopes or ("read", "write"), "password": PASSWORD, **form}
    answer: HttpResponse = person.post(AUTHORIZE, posted, query_params=query)
    return answer


def parameters(answer: HttpResponse) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(answer["Location"]).query).items()}


def exchange(program: str, code: str, /, **changes: Any) -> Any:
    form = {
        "grant_type": "authorization_code",
        "client_id": program,
        "code": code,
        "redirect_uri": CALLBACK,
        "code_verifier": VERIFIER,
        "resource": RESOURCE,
        **changes,
    }
    return Client(enforce_csrf_checks=True).post(
        "/oauth/token/", {name: value for name, value in form.items() if value is not None}
    )


def refresh(client_id: str, token: str, **changes: str) -> Any:
    form = {"grant_type": "refresh_token", "client_id": client_id, "refresh_token": token, **changes}
    return Client(enforce_csrf_checks=True).post("/oauth/token/", form)


def connect(person: Client, *scopes: str) -> tuple[str, dict[str, Any]]:
    """Register a program, and let the person connect it: the id of the client, and its tokens."""
    client_id = register().json()["client_id"]
    code = parameters(allow(person, request_of(client_id), *scopes))["code"]
    return client_id, exchange(client_id, code).json()
