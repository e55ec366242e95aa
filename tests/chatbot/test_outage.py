"""A database that is locked or unreachable: 503 with `Retry-After`, and typed text is not lost."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import httpx
import pytest
from django.db import connection, connections
from django.test import Client
from django.urls import reverse
from rest_framework_simplejwt.tokens import AccessToken

from chatbot.models import User
from chatbot.outage import RETRY_AFTER, SENTENCE
from tests.factories import PASSWORD, UserFactory
from tests.markup import parse
from tests.services.databases import SqliteDatabases
from tests.services.fixtures import StartServer
from tests.services.ports import free_port
from tests.services.web_server import Kind

PAGES = ["/", "/tasks/", "/plans/", "/accounts/settings/", "/admin/", "/admin/chatbot/task/"]
APIS = ["/api/tasks/", "/api/auth/me/", "/api/events?wait=0", "/api/approvals/"]
PROBLEM = {"error": SENTENCE, "detail": SENTENCE, "code": "unavailable"}
MAKE_TOKEN = """
from chatbot.models import User
from rest_framework_simplejwt.tokens import AccessToken
print(AccessToken.for_user(User.objects.create(username="alice")))
"""


@pytest.fixture
def alice(transactional_db: None) -> User:
    return UserFactory.create(username="alice", is_staff=True, is_superuser=True)


@pytest.fixture
def client(alice: User) -> Client:
    """Signed in as alice; exceptions are answered, not raised."""
    client = Client(raise_request_exception=False)
    client.force_login(alice)
    return client


@pytest.fixture(params=[{}, {"pool": {"min_size": 1, "max_size": 2, "timeout": 0.1}}], ids=["plain", "pool"])
def away(request: pytest.FixtureRequest, client: Client) -> Iterator[None]:
    """The database is a PostgreSQL that does not answer."""
    kept, usual = connections.settings["default"], connections["default"]
    address = {"HOST": "127.0.0.1", "PORT": str(free_port()), "NAME": "x", "USER": "x"}
    engine = "django.db.backends.postgresql"
    connections.settings["default"] = {**kept, **address, "ENGINE": engine, "OPTIONS": request.param}
    del connections["default"]
    try:
        yield
    finally:
        if request.param:
            connections["default"].close_pool()  # type: ignore[attr-defined]
        connections.settings["default"] = kept
        connections["default"] = usual


def assert_unavailable(response: Any) -> None:
    assert response.status_code == 503
    assert response.headers["Retry-After"] == str(RETRY_AFTER)
    assert response.headers["Cache-Control"] == "private, no-store"


@pytest.mark.usefixtures("away")
def test_pages_say_so_and_reload(client: Client) -> None:
    for path in PAGES:
        response = client.get(path)
        assert_unavailable(response)
        assert parse(response).one('meta[http-equiv="refresh"]')["content"] == str(RETRY_AFTER)


@pytest.mark.usefixtures("away")
def test_the_api_says_so_as_json(client: Client, alice: User) -> None:
    token = {"Authorization": f"Bearer {AccessToken.for_user(alice)}"}
    for caller, headers in ((client, {}), (Client(), token)):
        answers = [caller.get(path, headers=headers) for path in APIS]
        answers.append(caller.post("/api/chat", {"message": "Hi"}, "application/json", headers=headers))
        for response in answers:
            assert_unavailable(response)
            assert response.json() == PROBLEM


@pytest.mark.usefixtures("away")
def test_form_data_is_kept_to_be_sent_again(client: Client) -> None:
    typed = {"message": 'Buy "milk" & bread', "conversation": "", "idempotency_key": "key-1"}
    response = client.post(reverse("messages"), typed)
    assert_unavailable(response)
    page = parse(response)
    assert page.one("[name=message]")["value"] == 'Buy "milk" & bread'
    assert page.one("[name=idempotency_key]")["value"] == "key-1"
    assert not page.all('meta[http-equiv="refresh"]')


@pytest.mark.usefixtures("away")
def test_a_password_is_not_sent_back(client: Client) -> None:
    response = Client().post(reverse("sign-in"), {"username": "alice", "password": PASSWORD})
    assert_unavailable(response)
    assert PASSWORD not in response.text
    assert "alice" not in response.text


def test_a_missing_table_is_an_error_and_not_an_outage(client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE chatbot_task RENAME TO elsewhere")
    try:
        assert [client.get(path).status_code for path in ("/tasks/", "/api/tasks/")] == [500, 500]
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE elsewhere RENAME TO chatbot_task")


@pytest.mark.both_servers
async def test_a_locked_database_is_an_outage_until_it_is_free(
    server_kind: Kind, server: StartServer, sqlite_databases: SqliteDatabases
) -> None:
    database = sqlite_databases.new_file()
    site = server(server_kind, database_url=f"sqlite:///{database}?timeout=1")
    token = site.manage("shell", "--verbosity", "0", "-c", MAKE_TOKEN).split()[-1]
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": "key-1", "Prefer": "respond-async"}
    form = {"username": "bob", "password1": PASSWORD, "password2": PASSWORD}
    async with httpx.AsyncClient(base_url=site.url, headers=headers, timeout=30, trust_env=False) as http:
        await http.get("/accounts/sign-up/")
        form["csrfmiddlewaretoken"] = http.cookies["csrftoken"]
        with closing(sqlite3.connect(database, isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            said, signed_up = await asyncio.gather(
                http.post("/api/chat", json={"message": "Add milk"}),
                http.post("/accounts/sign-up/", data=form, headers={"Origin": site.url}),
            )
            other.execute("ROLLBACK")
        assert_unavailable(said)
        assert said.json() == PROBLEM
        assert_unavailable(signed_up)
        assert PASSWORD not in signed_up.text
        again = [await http.post("/api/chat", json={"message": "Add milk"}) for _ in range(2)]
        assert [answer.status_code for answer in again] == [202, 202]
        assert again[0].json()["run_id"] == again[1].json()["run_id"]
