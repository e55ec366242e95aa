"""A slow model: `python -m tests.chaos.model PORT`, an OpenAI-compatible endpoint.

What it answers depends on the request alone, as an idealised model's answer would: whoever takes a run up and
asks again gets the same. It understands the sentences of `sentences`, takes several turns over them, says
something before it acts, and takes its time over every piece.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable
from typing import Any

import uvicorn

from tests.chaos.sentences import Wish, read
from tests.provider import wire
from tests.provider.script import call, calls, says

type Receive = Callable[[], Awaitable[dict[str, Any]]]
type Send = Callable[[dict[str, Any]], Awaitable[None]]

FIRST_PIECE = 0.1  # seconds
PAUSE = 0.02  # seconds between two pieces


async def app(scope: dict[str, Any], receive: Receive, send: Send) -> None:
    body = b""
    while (message := await receive()).get("more_body"):
        body += message["body"]
    body += message.get("body", b"")
    if scope["path"] != "/v1/chat/completions":
        await _begin(send, 200, "application/json")
        await send({"type": "http.response.body", "body": b"{}"})
        return
    request = json.loads(body)
    await _begin(send, 200, "text/event-stream")
    await asyncio.sleep(FIRST_PIECE)
    for frame in wire.chat_frames(answer(request["messages"]), request["model"]):
        await send({"type": "http.response.body", "body": frame.encode(), "more_body": True})
        await asyncio.sleep(PAUSE)
    await send({"type": "http.response.body", "body": b""})


def answer(messages: list[dict[str, Any]]) -> dict[str, Any]:
    asked = max(index for index, message in enumerate(messages) if message["role"] == "user")
    wish = read(str(messages[asked]["content"]))
    done = sum(message["role"] == "tool" for message in messages[asked + 1 :])
    return _next_turn(wish, done)


def _next_turn(wish: Wish, done: int) -> dict[str, Any]:
    """The turn after so many outputs of tools; two additions go into one turn."""
    if wish.kind == "add" and done < len(wish.titles):
        made = [_add(title, index) for index, title in enumerate(wish.titles[done : done + 2])]
        return says("I ", "add ", "to ", "your ", "list.", calls=made)
    if wish.kind in _TOOLS and done == 0:
        name, arguments = _TOOLS[wish.kind]
        return calls(call(name, **arguments))
    words = 80 if wish.kind == "story" else 6
    return says(*(f"word{number} " for number in range(words)))


def _add(title: str, index: int) -> dict[str, Any]:
    given = {"title": title, "description": None, "priority": None, "due_at": None, "tags": None}
    return call("add_task", f"call_{index}", **given)


_TOOLS: dict[str, tuple[str, dict[str, Any]]] = {
    "list": ("search_tasks", {"query": "word", "status": "all"}),
    "complete all": ("complete_all_tasks", {"tag": None, "priority": None}),
    "delete all": ("delete_all_tasks", {"status": "all"}),
}


async def _begin(send: Send, status: int, kind: str) -> None:
    headers = [(b"content-type", kind.encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})


if __name__ == "__main__":
    uvicorn.run(app, port=int(sys.argv[1]), lifespan="off", log_level="warning")
