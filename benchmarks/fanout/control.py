"""Makes events in the server's process, as fast as possible or evenly, and reports the CPU time."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Protocol

type Publish = Callable[[int, int], Awaitable[None]]


class Publisher(Protocol):
    def publisher(self) -> Publish:
        """The function that sends an event to a person's open tabs, by the numbers of the person
        and of the event."""


def control(contestants: Mapping[str, Publisher]) -> Any:
    """An ASGI application: a socket that takes orders, and over HTTP the answer that the server is up."""

    async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await send({"type": "http.response.body"})
            return
        await receive()
        await send({"type": "websocket.accept"})
        while (message := await receive())["type"] == "websocket.receive":
            await send({"type": "websocket.send", "text": await answer(message["text"], contestants)})

    return application


async def answer(order: str, contestants: Mapping[str, Publisher]) -> str:
    """Execute `{"contestant", "people", "events", "interval"}`; `{}` requests nothing.

    Returns the time at which each event was sent, and the CPU time of the process so far.
    """
    given = json.loads(order)
    sent = []
    if given:
        publish = contestants[given["contestant"]].publisher()
        sent = await send_events(publish, given["people"], given["events"], given["interval"])
    return json.dumps({"sent": sent, "cpu": time.process_time()})


async def send_events(publish: Publish, people: int, events: int, interval: float) -> list[float]:
    """Send events to one person after the other; without an interval, as a burst."""
    sent = []
    begin = time.monotonic()
    for number in range(events):
        # Code that makes events awaits something between two of them, at least its turn of the loop.
        await asyncio.sleep(max(begin + number * interval - time.monotonic(), 0))
        sent.append(time.monotonic())
        await publish(number % people, number // people)
    return sent
