"""The HTTP of a connection to a server: checked, limited, and with what it says of failures."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import cast

import httpx2

from chatbot.outgoing.transport import CheckedTransport

LARGEST = 2 * 2**20  # bytes of one answer


class TooLarge(httpx2.StreamError):
    """The answer is larger than `LARGEST`."""


class LimitedTransport(httpx2.AsyncBaseTransport):
    """`status` is that of the last answer to a message; `exceeded`, whether one was too large."""

    def __init__(self, *, allow_private: bool) -> None:
        self._inner = CheckedTransport(allow_private=allow_private)
        self.status: int | None = None
        self.exceeded = False

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        # Otherwise a small answer may become a very large one.
        request.headers["Accept-Encoding"] = "identity"
        response = await self._inner.handle_async_request(request)
        if request.method == "POST":
            self.status = response.status_code
        response.stream = _Limited(response, self)
        return response

    async def aclose(self) -> None:
        await self._inner.aclose()


class _Limited(httpx2.AsyncByteStream):
    def __init__(self, response: httpx2.Response, transport: LimitedTransport) -> None:
        self._stream = cast("httpx2.AsyncByteStream", response.stream)
        self._transport = transport

    async def __aiter__(self) -> AsyncIterator[bytes]:
        received = 0
        async for piece in self._stream:
            received += len(piece)
            if received > LARGEST:
                self._transport.exceeded = True
                raise TooLarge("The answer is too large.")
            yield piece

    async def aclose(self) -> None:
        await self._stream.aclose()
