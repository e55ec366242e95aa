"""An HTTP client of an installation that retries, also at other web processes, until it gets a response."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Sequence
from random import Random
from typing import Any

import httpx

from tests.contracts.client import Account

# Nothing here is encrypted, and loading the certificate authorities takes long.
NO_AUTHORITIES = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
PATIENCE = 5.0  # seconds for one response
TRIES = 200


class NoAnswer(Exception):
    """It is unknown whether the request has had an effect."""


class HttpClient:
    def __init__(self, addresses: Sequence[str], account: Account, rng: Random) -> None:
        self._addresses = addresses
        self._rng = rng
        self._http = httpx.AsyncClient(timeout=PATIENCE, verify=NO_AUTHORITIES, headers=account.bearer)

    async def close(self) -> None:
        await self._http.aclose()

    async def once(self, method: str, path: str, **more: Any) -> httpx.Response:
        """Raises `NoAnswer`."""
        address = self._rng.choice(self._addresses)
        try:
            response = await self._http.request(method, f"{address}{path}", **more)
        except (httpx.TransportError, OSError) as error:
            raise NoAnswer from error
        if response.status_code >= 500:
            raise NoAnswer(f"{response.status_code}: {response.text[:200]}")
        return response

    async def until_answered(self, method: str, path: str, **more: Any) -> httpx.Response:
        """Raises `NoAnswer` after about a minute. Only for requests that may be repeated."""
        for tried in range(TRIES):
            try:
                return await self.once(method, path, **more)
            except NoAnswer:
                await asyncio.sleep(self._rng.uniform(0.1, 0.2 + 0.02 * tried))
        raise NoAnswer(f"{method} {path}")
