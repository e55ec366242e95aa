"""Endpoints that end an answer too early, or never."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

type Receive = Callable[[], Awaitable[dict[str, Any]]]
type Send = Callable[[dict[str, Any]], Awaitable[None]]

_BLOCK = 500  # frames that are sent at once
_DRIP = 0.25  # seconds between two frames


class Cut(Exception):
    """Makes the server close the connection in the middle of its answer."""


async def end(how: str, frame: str, receive: Receive, send: Send) -> None:
    """Continue after `frame`: `end`, `cut`, `stall`, or `flood` and `drip`, which send it over and over."""
    match how:
        case "cut":
            raise Cut
        case "stall":
            while (await receive())["type"] != "http.disconnect":
                pass
        case "flood":
            await _repeat((frame * _BLOCK).encode(), 0, receive, send)
        case "drip":
            await _repeat(frame.encode(), _DRIP, receive, send)
        case "end":
            await send({"type": "http.response.body", "body": b""})
        case _:
            raise ValueError(how)


async def _repeat(block: bytes, pause: float, receive: Receive, send: Send) -> None:
    """Send it until the client disconnects."""
    gone = asyncio.create_task(receive())
    while not gone.done():
        await send({"type": "http.response.body", "body": block, "more_body": True})
        await asyncio.sleep(pause)
