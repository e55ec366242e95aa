"""Who may open a chat socket: every credential, and every refusal."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

import pytest
from websockets.asyncio.client import connect

from tests.contracts.client import Account, Api, ChatSocket, close_code, socket_url

if TYPE_CHECKING:
    from tests.contracts.site import Site

pytestmark = pytest.mark.both_servers

ADDRESSES = ["/ws/{}/chat", "/api/ws/{}/chat"]
FOREIGN = "https://elsewhere.example"
NOBODY = "9b1e4c52-7a0d-4f3e-8c66-0d5a2b7f1e94"

type Way = Callable[[Site, Api], Awaitable[tuple[dict[str, str], dict[str, str]]]]


async def by_token(site: Site, api: Api) -> tuple[dict[str, str], dict[str, str]]:
    return {"token": api.account.token}, {}


async def by_ticket(site: Site, api: Api) -> tuple[dict[str, str], dict[str, str]]:
    return {"ticket": await ticket(api)}, {}


async def by_session(site: Site, api: Api) -> tuple[dict[str, str], dict[str, str]]:
    return {}, {**api.account.cookie, "Origin": site.url}


async def by_bearer(site: Site, api: Api) -> tuple[dict[str, str], dict[str, str]]:
    return {}, api.account.bearer


async def ticket(api: Api) -> str:
    response = await api.request("POST", "/api/auth/ticket/")
    assert response.status_code == 200, response.text
    value: str = response.json()["ticket"]
    return value


@pytest.fixture(params=ADDRESSES)
def address(request: pytest.FixtureRequest) -> str:
    value: str = request.param
    return value


@pytest.mark.parametrize("way", [by_token, by_ticket, by_session, by_bearer])
async def test_socket_opens_at_both_addresses_with_credentials(
    site: Site, api: Api, address: str, way: Way
) -> None:
    query, headers = await way(site, api)
    url = socket_url(site.ws_url, api.account.id, address=address, **query)

    async with connect(url, additional_headers=headers) as connection:
        socket = await ChatSocket.opened(connection, api.account.id, after=None)
        await socket.ping()


@pytest.mark.parametrize("way", [by_token, by_ticket, by_bearer])
async def test_origin_matters_only_to_a_session(site: Site, api: Api, way: Way) -> None:
    query, headers = await way(site, api)
    url = socket_url(site.ws_url, api.account.id, **query)

    async with connect(url, additional_headers={**headers, "Origin": FOREIGN}) as connection:
        await ChatSocket.opened(connection, api.account.id, after=None)


@pytest.mark.parametrize("origin", [FOREIGN, None, "null"])
async def test_session_without_an_allowed_origin_is_not_signed_in(
    site: Site, stranger: Account, origin: str | None
) -> None:
    headers = {**stranger.cookie, **({"Origin": origin} if origin else {})}

    assert await close_code(socket_url(site.ws_url, stranger.id), **headers) == 4401


async def test_sockets_without_credentials_are_closed_with_4401(
    site: Site, stranger: Account, address: str
) -> None:
    assert await close_code(socket_url(site.ws_url, stranger.id, address=address)) == 4401


@pytest.mark.parametrize("query", [{"token": "x"}, {"token": ""}, {"ticket": "x"}, {"ticket": ""}])
async def test_unknown_token_or_ticket_is_closed_with_4401(
    site: Site, stranger: Account, query: dict[str, str]
) -> None:
    assert await close_code(socket_url(site.ws_url, stranger.id, **query)) == 4401


@pytest.mark.parametrize("header", ["Bearer x", "Bearer", "Basic eDp4"])
async def test_unknown_authorization_is_closed_with_4401(site: Site, stranger: Account, header: str) -> None:
    assert await close_code(socket_url(site.ws_url, stranger.id), Authorization=header) == 4401


@pytest.mark.parametrize("reason", ["expired", "refresh", "inactive"])
async def test_token_of_another_kind_is_closed_with_4401(site: Site, reason: str) -> None:
    account = site.odd[reason]

    assert await close_code(socket_url(site.ws_url, account.id, token=account.token)) == 4401
    assert await close_code(socket_url(site.ws_url, account.id), **account.bearer) == 4401


async def test_unknown_session_is_closed_with_4401(site: Site, stranger: Account) -> None:
    headers = {"Cookie": "sessionid=unknown", "Origin": site.url}

    assert await close_code(socket_url(site.ws_url, stranger.id), **headers) == 4401


async def test_ticket_opens_one_socket_only(site: Site, api: Api) -> None:
    url = socket_url(site.ws_url, api.account.id, ticket=await ticket(api))

    async with connect(url) as connection:
        await ChatSocket.opened(connection, api.account.id, after=None)

    assert await close_code(url) == 4401


@pytest.mark.parametrize("way", [by_token, by_ticket, by_session, by_bearer])
async def test_socket_of_somebody_else_is_closed_with_4403(
    site: Site, api: Api, stranger: Account, address: str, way: Way
) -> None:
    query, headers = await way(site, api)

    assert await close_code(socket_url(site.ws_url, stranger.id, address=address, **query), **headers) == 4403


@pytest.mark.parametrize("user_id", [NOBODY, "me", "1"])
async def test_socket_of_nobody_is_closed_with_4403(site: Site, stranger: Account, user_id: str) -> None:
    assert await close_code(socket_url(site.ws_url, user_id), **stranger.bearer) == 4403
