"""How many requests a minute the programs of a person may send, and how answers say it."""

from __future__ import annotations

import re
from typing import Any

import httpx
import pytest
from asgiref.sync import sync_to_async
from django.test import Client
from pytest_django.fixtures import Settings

from chatbot.models import User
from chatbot.request_handling import http_application
from tests.chatbot.api.client import Api
from tests.chatbot.api.mcp_client import token_of
from tests.factories import UserFactory
from tests.services.redis_server import RedisServer

TASKS = "/api/v1/tasks/"


@pytest.fixture(params=["", pytest.param("redis", marks=pytest.mark.services)], ids=["process", "redis"])
def counted(request: pytest.FixtureRequest, settings: Settings) -> None:
    """Three requests a minute, counted in the process or in Redis."""
    settings.API_REQUESTS_PER_MINUTE = 3
    if request.param:
        server: RedisServer = request.getfixturevalue("redis_server")
        settings.REDIS_URL = server.url


def left(answer: Any, limit: int = 3) -> int:
    assert answer["RateLimit-Policy"] == f'"requests";q={limit};w=60'
    found = re.fullmatch(r'"requests";r=(\d+);t=([1-9]\d?)', answer["RateLimit"])
    assert found, answer["RateLimit"]
    return int(found[1])


@pytest.mark.usefixtures("counted")
def test_requests_beyond_the_limit_are_refused_until_the_minute_ends(
    api: Api, bobs_api: Api, alice: User
) -> None:
    answers = [api.get(TASKS), api.post(TASKS, {"title": "Milk"}), api.get("/api/tasks/"), api.get(TASKS)]
    assert [answer.status_code for answer in answers] == [200, 201, 200, 429]
    assert [left(answer) for answer in answers] == [2, 1, 0, 0]
    assert 0 < int(answers[3]["Retry-After"]) <= 60
    assert answers[3].json()["code"] == "throttled"
    assert left(Api.of(alice).post("/api/v1/chat/", {"message": "Hello"})) == 0
    assert left(bobs_api.get(TASKS)) == 2


@pytest.mark.django_db(transaction=True)
async def test_requests_over_mcp_are_counted_with_the_others(settings: Settings) -> None:
    settings.API_REQUESTS_PER_MINUTE = 2
    alice = await sync_to_async(UserFactory)()
    bearer = {"Authorization": f"Bearer {await sync_to_async(token_of)(alice, 'read')}"}
    ping = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
    transport = httpx.ASGITransport(http_application())
    async with httpx.AsyncClient(transport=transport, base_url="http://testserver", headers=bearer) as http:
        assert (await http.get(TASKS)).status_code == 200
        answers = [await http.post("/mcp", json=ping, headers={"Accept": "*/*"}) for _ in range(2)]
    assert answers[0].status_code == 200, answers[0].text
    assert (answers[1].status_code, answers[1].json()["code"]) == (429, "throttled")
    assert left(answers[1].headers, 2) == 0
    assert 0 < int(answers[1].headers["Retry-After"]) <= 60


@pytest.mark.usefixtures("counted")
def test_pages_are_not_counted(client: Client, alice: User) -> None:
    client.force_login(alice)
    for _ in range(4):
        answer = client.get(TASKS)
        assert (answer.status_code, answer.get("RateLimit")) == (200, None)


def test_without_redis_nothing_is_refused(api: Api, settings: Settings) -> None:
    settings.API_REQUESTS_PER_MINUTE = 1
    settings.REDIS_URL = "redis://127.0.0.1:1"
    assert [api.get(TASKS).status_code for _ in range(3)] == [200] * 3


def test_a_limit_of_the_account_is_named(api: Api, settings: Settings) -> None:
    settings.DAILY_MESSAGE_LIMIT = 0
    refused = api.post("/api/v1/chat/", {"message": "Hello"})
    assert refused.status_code == 429
    assert refused["RateLimit"] == f'"account";r=0;t={refused["Retry-After"]}'
