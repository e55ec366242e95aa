"""A person's conversation: posts messages, and waits in a tab for their events."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
from websockets.asyncio.client import ClientConnection, connect

from benchmarks.accounts import Account
from tests.services.web_server import WebServer

SILENCE = 60.0  # seconds without the expected event after which the benchmark gives up
# One for all people: each would have to read the certificates otherwise.
type Http = httpx.AsyncClient


class Conversation:
    def __init__(self, account: Account, http: Http, tab: ClientConnection) -> None:
        self._account = account
        self._http = http
        self._tab = tab

    async def post(self, path: str, **body: Any) -> dict[str, Any]:
        headers = {**self._account.headers, "Prefer": "respond-async"}
        response = await self._http.post(path, json=body, headers=headers)
        answer: dict[str, Any] = response.raise_for_status().json()
        return answer

    async def event(self, *kinds: str, **fields: Any) -> tuple[float, dict[str, Any]]:
        """The time of the next event of a kind with these fields, and the event; others are ignored."""
        async with asyncio.timeout(SILENCE):
            while True:
                frame: dict[str, Any] = json.loads(await self._tab.recv())
                if frame["event_type"] in kinds and fields.items() <= frame.items():
                    return time.monotonic(), frame


@asynccontextmanager
async def talking(server: WebServer, account: Account, http: Http) -> AsyncIterator[Conversation]:
    async with connect(server.ws_url + account.socket, compression=None, proxy=None) as tab:
        await tab.recv()
        yield Conversation(account, http, tab)


@asynccontextmanager
async def client(server: WebServer) -> AsyncIterator[Http]:
    limits = httpx.Limits(max_connections=None)
    async with httpx.AsyncClient(base_url=server.url, timeout=SILENCE, limits=limits) as http:
        yield http
