"""A person signed in at the site, with one tab open."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
from websockets.asyncio.client import ClientConnection, connect

from tests.services.web_server import WebServer, manage

SILENCE = 30.0  # seconds without the expected frame after which the benchmark gives up


class Person:
    def __init__(self, user_id: str, http: httpx.AsyncClient, tab: ClientConnection) -> None:
        self.user_id = user_id
        self.http = http
        self._tab = tab

    async def next_event(self) -> tuple[float, dict[str, Any]]:
        """The next event, with the time of its arrival."""
        while True:
            text = await asyncio.wait_for(self._tab.recv(), SILENCE)
            now = time.monotonic()
            frame: dict[str, Any] = json.loads(text)
            if frame["event_type"] not in {"connection_established", "heartbeat"}:
                return now, frame


@asynccontextmanager
async def signed_in(server: WebServer) -> AsyncIterator[Person]:
    manage({**server.env, "DEBUG": "true"}, "demo")  # demonstration accounts are only made with DEBUG
    async with httpx.AsyncClient(base_url=server.url, timeout=SILENCE) as http:
        demo = {"username": "demo", "password": "demo"}
        token = _json(await http.post("/api/auth/token/", json=demo))["access"]
        http.headers["Authorization"] = f"Bearer {token}"
        user_id = _json(await http.get("/api/auth/me/"))["id"]
        address = f"{server.ws_url}/ws/{user_id}/chat?events=all&token={token}"
        async with connect(address, compression=None) as tab:
            await tab.recv()
            yield Person(user_id, http, tab)


def _json(response: httpx.Response) -> dict[str, Any]:
    answer: dict[str, Any] = response.raise_for_status().json()
    return answer
