"""A web process that gets SIGTERM: tabs reconnect elsewhere, requests finish, runs are released."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from websockets.exceptions import ConnectionClosed

from chatbot.background.closing import PATIENCE
from tests.contracts.client import chat_socket
from tests.contracts.site import Site
from tests.deployment.installation import Installation, attempts_left, start_run, terminate
from tests.provider.script import Provider, says
from tests.services.databases import PostgresDatabases, SqliteDatabases
from tests.services.preloaded import PreloadedServer
from tests.services.redis_server import RedisServer
from tests.services.web_server import Kind, WebServer, environment

RESTARTING = 1012

type Begin = Callable[[WebServer], None]


@pytest.mark.both_servers
async def test_tabs_are_requested_to_reconnect_at_once_and_requests_finish(
    installation: Installation, tmp_path: Path, begin: Begin, server_kind: Kind
) -> None:
    """A worker continues the run; a tab only sees a new connection."""
    web = PreloadedServer(tmp_path, installation.webs[0].env, server_kind)
    begin(web)
    alice = installation.account()
    installation.provider.play(says(*"one two three four".split(" "), hold=2))
    async with (
        chat_socket(web.ws_url, alice) as tab,
        httpx.AsyncClient(base_url=web.url, headers=alice.bearer, timeout=20) as http,
    ):
        asking = asyncio.create_task(http.post("/api/chat", json={"message": "Count"}))
        run_id = (await tab.until("message_delta"))["run_id"]
        terminate(web)
        with pytest.raises(ConnectionClosed) as closed:
            await tab.until("never")
        assert not asking.done()
        installation.provider.release()
        answer = await asking
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == RESTARTING
    assert (answer.status_code, answer.json()["content"]) == (200, "onetwothreefour")
    async with chat_socket(installation.webs[1].ws_url, alice, after=tab.cursor) as elsewhere:
        assert (await elsewhere.until_end(run_id))["event_type"] == "agent_done"
    await asyncio.to_thread(web.wait)


@pytest.mark.both_servers
async def test_a_server_that_executes_runs_releases_its_run(
    tmp_path: Path, sqlite_databases: SqliteDatabases, provider: Provider, begin: Begin, server_kind: Kind
) -> None:
    settings = {"AGENT_BASE_URL": provider.base_url, "AGENT_MODEL": provider.model, "AGENT_API_KEY": "sk-x"}
    web = PreloadedServer(tmp_path, environment(sqlite_databases.new(), **settings), server_kind)
    begin(web)
    site = Site(web)
    await asyncio.to_thread(site.make_accounts)
    alice = site.account()
    provider.play(says("Hello", stop_after=3, then="stall"), says("Hello again."))
    async with chat_socket(web.ws_url, alice) as tab:
        run_id = await start_run(web, alice)
        await tab.until("message_delta", run_id=run_id)
        terminate(web)
        with pytest.raises(ConnectionClosed) as closed:
            await tab.until("never")
        await asyncio.to_thread(web.wait)
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == RESTARTING
    begin(web)
    async with chat_socket(web.ws_url, alice, after=tab.cursor) as again:
        last = await again.until_end(run_id)
    assert (last["event_type"], last["attempt"]) == ("agent_done", 2)
    assert attempts_left(again) == [3]  # it is not a loss


@pytest.mark.both_servers
async def test_an_event_stream_over_http_ends_with_its_server(
    installation: Installation, tmp_path: Path, begin: Begin, server_kind: Kind
) -> None:
    web = PreloadedServer(tmp_path, installation.webs[0].env, server_kind)
    begin(web)
    alice = installation.account()
    headers = {**alice.bearer, "Accept": "text/event-stream"}
    async with (
        httpx.AsyncClient(base_url=web.url, timeout=20) as http,
        http.stream("GET", "/api/events", headers=headers) as stream,
    ):
        lines = stream.aiter_lines()
        assert (await anext(lines)).startswith("id: ")
        published = terminate(web)
        async for _ in lines:
            pass
        await asyncio.to_thread(web.wait)
        assert time.monotonic() - published < PATIENCE  # which a request would have been given to finish


@pytest.mark.both_servers
async def test_one_of_two_servers_that_execute_runs_takes_over_from_the_other(
    tmp_path: Path,
    postgres_databases: PostgresDatabases,
    redis_server: RedisServer,
    provider: Provider,
    begin: Begin,
    server_kind: Kind,
) -> None:
    settings = {"AGENT_BASE_URL": provider.base_url, "AGENT_MODEL": provider.model, "AGENT_API_KEY": "sk-x"}
    env = environment(postgres_databases.new(), redis_server.url, **settings)
    ends, stays = PreloadedServer(tmp_path, env, server_kind), PreloadedServer(tmp_path, env, "uvicorn")
    begin(ends)
    begin(stays)
    site = Site(stays)
    await asyncio.to_thread(site.make_accounts)
    alice = site.account()
    provider.play(says("Hello", stop_after=3, then="stall"), says("Hello again."))
    async with chat_socket(stays.ws_url, alice) as tab:
        run_id = await start_run(ends, alice)
        await tab.until("message_delta", run_id=run_id)
        terminate(ends)
        assert (await tab.until_end(run_id))["event_type"] == "agent_done"
    assert attempts_left(tab) == [3]
