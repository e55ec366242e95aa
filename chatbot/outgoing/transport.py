"""HTTP to addresses that were checked.

The host of each request is resolved here once, and the connection is made to an address that was checked: a
name that resolves to something else a moment later (DNS rebinding) changes nothing, nor does a redirect.
"""

from __future__ import annotations

import ssl
from functools import cache

import httpx2

from .addresses import NotPublic, addresses_of

_PORTS = {"https": 443, "http": 80}


class CheckedTransport(httpx2.AsyncBaseTransport):
    """HTTPS to public hosts only, or with `allow_private` to any, also over plain HTTP.

    Raises `UnknownHost` and `NotPublic`. Not through a proxy of the environment: it would resolve the name
    again.
    """

    def __init__(self, *, allow_private: bool, tls: ssl.SSLContext | None = None) -> None:
        self._allows_private = allow_private
        self._inner = httpx2.AsyncHTTPTransport(verify=tls or _tls(), trust_env=False)

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        url = request.url
        if url.scheme not in _PORTS or (url.scheme == "http" and not self._allows_private):
            raise NotPublic("The address is not https.")
        host = url.raw_host.decode("ascii")
        port = url.port or _PORTS[url.scheme]
        addresses = await addresses_of(host, port, allow_private=self._allows_private)
        for address in addresses[:-1]:
            try:
                return await self._inner.handle_async_request(_to(address, request, host))
            except httpx2.ConnectError:
                continue
        return await self._inner.handle_async_request(_to(addresses[-1], request, host))

    async def aclose(self) -> None:
        await self._inner.aclose()


def _to(address: str, request: httpx2.Request, host: str) -> httpx2.Request:
    """The request to an address; `host` is the name that the certificate must have."""
    return httpx2.Request(
        request.method,
        request.url.copy_with(host=address),
        headers=request.headers,
        stream=request.stream,
        extensions={**request.extensions, "sni_hostname": host},
    )


@cache
def _tls() -> ssl.SSLContext:
    """Reading the certificates blocks the loop for 20 ms, so it is done once."""
    return httpx2.create_ssl_context()
