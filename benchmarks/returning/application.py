"""The site, with an address that reports the state of its process: `GET /inside`."""

from __future__ import annotations

import json
import time
from typing import Any

from chatbot.asgi import application as site  # sets Django up, before the imports below

# isort: split
from benchmarks.returning.reads import LogReads
from streaming.connection import Connection
from streaming.hub import Hub

FAR_BEHIND = 100  # events
reads = LogReads()


async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
    if scope["type"] != "http" or scope["path"] != "/inside":
        await site(scope, receive, send)
        return
    tabs = [
        (followed, one)
        for followed in Hub.current().followed_streams
        for one in followed.listeners
        if isinstance(one, Connection)
    ]
    held = [one for followed, one in tabs if one.seq < followed.top - FAR_BEHIND]
    body = {
        "log_reads": reads.count,
        "cpu": time.process_time(),
        "tabs": len(tabs),
        "held": len(held),
    }
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": json.dumps(body).encode()})
