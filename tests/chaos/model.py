"""A slow and unreliable model: `python -m tests.chaos.model PORT SEED SHARE`, an OpenAI-compatible endpoint.

Its answer depends on the request alone, so that each attempt at a run gets the same. It understands
the sentences of `sentences`, takes several turns for them, sends a text before each tool call, and
sends every piece slowly.

SHARE of the answers (0 to 1) never become complete: they are cut, stall, flood or drip after some piece of a
text or a tool call. Each time it prints a line that says which.
"""

from __future__ import annotations

import asyncio
import json
import sys
from random import Random
from typing import Any

import uvicorn

from tests.chaos.sentences import Wish, read
from tests.provider import endings, wire
from tests.provider.endings import Receive, Send
from tests.provider.script import call, calls, says

FIRST_PIECE = 0.1  # seconds
PAUSE = 0.02  # seconds between two pieces
TROUBLES = ("cut", "stall", "flood", "drip")
FRAMES = {"/v1/chat/completions": wire.chat_frames, "/v1/responses": wire.response_frames}


class SlowModel:
    def __init__(self, seed: str, trouble: float) -> None:
        self._rng = Random(seed)
        self._trouble = trouble

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        body = b""
        while (message := await receive()).get("more_body"):
            body += message["body"]
        body += message.get("body", b"")
        if scope["path"] not in FRAMES:
            await _begin(send, 200, "application/json")
            await send({"type": "http.response.body", "body": b"{}"})
            return
        request = json.loads(body)
        made = answer(request.get("messages") or request["input"])
        frames = list(FRAMES[scope["path"]](made, request["model"]))
        ending = "end"
        if self._rng.random() < self._trouble:
            ending = self._rng.choice(TROUBLES)
            frames = frames[: self._rng.randrange(1, len(frames))]
            print(ending, flush=True)  # noqa: T201
        await _begin(send, 200, "text/event-stream")
        await asyncio.sleep(FIRST_PIECE)
        for frame in frames:
            await send({"type": "http.response.body", "body": frame.encode(), "more_body": True})
            await asyncio.sleep(PAUSE)
        await endings.end(ending, frames[-1], receive, send)


def answer(items: list[dict[str, Any]]) -> dict[str, Any]:
    """The answer to the messages of a chat completion, or to the input of a response."""
    asked = max(index for index, item in enumerate(items) if item.get("role") == "user")
    wish = read(str(items[asked]["content"]))
    done = sum(
        item.get("role") == "tool" or item.get("type") == "function_call_output"
        for item in items[asked + 1 :]
    )
    return _next_turn(wish, done)


def _next_turn(wish: Wish, done: int) -> dict[str, Any]:
    """The turn after so many outputs of tools; two additions are one turn."""
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
    model = SlowModel(sys.argv[2], float(sys.argv[3]))
    uvicorn.run(model, port=int(sys.argv[1]), lifespan="off", log_level="warning", timeout_keep_alive=60)
