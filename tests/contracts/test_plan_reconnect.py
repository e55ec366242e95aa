"""Clients in the field reconnect after any close and subscribe again, without `after`."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

import httpx
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake

from tests.contracts.client import Account, Api
from tests.contracts.conftest import NO_AUTHORITIES
from tests.contracts.frames import Frame
from tests.contracts.plan_client import ADDRESS, PlanSocket, plan_socket
from tests.contracts.site import Site
from tests.contracts.test_plan_socket import SCRIPT, demonstrate, new_plan, published
from tests.services.databases import SqliteDatabases
from tests.services.fixtures import StartServer
from tests.services.web_server import WebServer

if TYPE_CHECKING:
    from tests.services.redis_server import RedisServer
    from tests.services.web_server import Kind


class FieldClient:
    """Follows one plan: one connection after the other, each with a subscription without `after`."""

    def __init__(self, ws_url: str, account: Account, plan_id: str) -> None:
        self.frames: list[Frame] = []
        self.codes: list[int | None] = []
        self._url, self._account, self._plan_id = ws_url, account, plan_id
        self._news = asyncio.Condition()
        self.subscriptions = 0

    async def follow(self) -> None:
        while True:
            with suppress(OSError, InvalidHandshake, ConnectionClosed):
                await self._connect_once()
            await asyncio.sleep(0.1)  # as it does in the field, if longer

    async def _connect_once(self) -> None:
        async with connect(f"{self._url}{ADDRESS}", additional_headers=self._account.bearer) as connection:
            socket = PlanSocket(connection)
            try:
                await socket.subscribe(self._plan_id)
                await self._note(subscribed=True)
                while True:
                    self.frames += await socket.receive(self._plan_id, 1)
                    socket.received[self._plan_id].clear()
                    await self._note()
            finally:
                self.codes.append(connection.close_code)

    async def _note(self, *, subscribed: bool = False) -> None:
        async with self._news:
            self.subscriptions += subscribed
            self._news.notify_all()

    async def until(self, *, subscriptions: int = 0, frames: int = 0) -> None:
        async with asyncio.timeout(40), self._news:
            await self._news.wait_for(
                lambda: self.subscriptions >= subscriptions and len(self.frames) >= frames
            )


def http(url: str) -> httpx.AsyncClient:
    return httpx.AsyncClient(base_url=url, timeout=20, verify=NO_AUTHORITIES)


@pytest.mark.both_servers
async def test_client_in_the_field_survives_a_restart_of_the_server(
    server: StartServer, server_kind: Kind
) -> None:
    running = server(server_kind)
    site = Site(running)
    await asyncio.to_thread(site.make_accounts)
    account = site.account()
    async with http(running.url) as client, asyncio.TaskGroup() as group:
        api = Api(client, account)
        plan_id = await new_plan(api)
        field = FieldClient(running.ws_url, account, plan_id)
        following = group.create_task(field.follow())
        await field.until(subscriptions=1)
        await demonstrate(api, plan_id)
        await field.until(frames=2)

        running.kill()
        await asyncio.to_thread(running.start)
        await field.until(subscriptions=2)
        had = len(field.frames)
        await demonstrate(api, plan_id)
        await field.until(frames=had + 6)
        following.cancel()

    assert [published(frame) for frame in field.frames[had:]] == [scene[1:] for scene in SCRIPT]
    seqs = [frame["seq"] for frame in field.frames]
    assert seqs == sorted(set(seqs))


async def test_tabs_on_two_processes_get_the_same_events(
    server: StartServer, sqlite_databases: SqliteDatabases, redis_server: RedisServer
) -> None:
    common = {"database_url": sqlite_databases.new(), "redis_url": redis_server.url, "SECRET_KEY": "s" * 50}
    servers: list[WebServer] = [server("daphne", **common), server("uvicorn", **common)]
    site = Site(servers[0])
    await asyncio.to_thread(site.make_accounts)
    account = site.account()
    here, there = (each.ws_url for each in servers)
    async with (
        http(servers[0].url) as client,
        http(servers[1].url) as other_client,
        plan_socket(here, account) as one,
        plan_socket(there, account) as two,
    ):
        plan_id = await new_plan(Api(client, account))
        begin = (await Api(client, account).get(f"/api/plans/{plan_id}/"))["cursor"]
        await one.subscribe(plan_id, after=begin)
        await two.subscribe(plan_id, after=begin)
        await asyncio.gather(
            demonstrate(Api(client, account), plan_id), demonstrate(Api(other_client, account), plan_id)
        )
        frames = await one.receive(plan_id, 12)
        assert await two.receive(plan_id, 12) == frames

        # Reconnect here to the other process, after each frame: none is missing or repeated.
        for had in range(12):
            ws_url = (here, there)[had % 2]
            async with plan_socket(ws_url, account) as again:
                await again.subscribe(plan_id, after=frames[had]["id"])
                assert await again.receive(plan_id, 11 - had) == frames[had + 1 :]
                await again.refused("")
                assert again.received[plan_id] == frames[had + 1 :]
