"""The server: `python -m tests.provider.server PORT`.

`PUT /scripts/{model}` takes a list of answers, one for each request that names the model, and `GET` returns
the bodies of the received requests; `GET /received/{model}` returns their paths, queries and headers. Each
test uses its own model name. Beside the fields that `wire` reads, an answer may have:

delay       seconds before the first byte
pause       seconds after each frame
hold        that many frames, then wait until `PUT /releases/{model}`
status      and `headers`, `body`: these instead of an answer
raw         frames instead of the API's
stop_after  that many frames
then        `end` the stream as if it were whole, `cut` the connection, `stall`, or send the last frame over
            and over: `flood`, without a pause, or `drip`
after       chosen for requests with this number of tool outputs, and not used up
asked       also chosen by this text in the request
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from itertools import islice
from typing import Any
from urllib.parse import parse_qsl

import uvicorn

from tests.provider import endings, wire
from tests.provider.endings import Receive, Send

FRAMES = {"/chat/completions": wire.chat_frames, "/responses": wire.response_frames}
BODIES = {"/chat/completions": wire.chat_body, "/responses": wire.response_body}

scripts: dict[str, list[dict[str, Any]]] = {}
requests: dict[str, list[dict[str, Any]]] = {}
releases: dict[str, asyncio.Event] = {}
received: dict[str, list[dict[str, Any]]] = {}


async def app(scope: dict[str, Any], receive: Receive, send: Send) -> None:
    method, path = scope["method"], scope["path"]
    body = await _read(receive)
    if path.startswith("/scripts/"):
        model = path.removeprefix("/scripts/")
        if method == "PUT":
            scripts[model], requests[model], received[model] = json.loads(body), [], []
            releases[model] = asyncio.Event()
        await _send_json(send, 200, requests[model])
    elif path.startswith("/received/"):
        await _send_json(send, 200, received[path.removeprefix("/received/")])
    elif path.startswith("/releases/"):
        releases[path.removeprefix("/releases/")].set()
        await _send_json(send, 200, {})
    elif path == "/v1/models":
        models = [{"id": model, "object": "model", "created": 0, "owned_by": "tests"} for model in scripts]
        await _send_json(send, 200, {"object": "list", "data": models})
    elif api := next((api for api in FRAMES if path.endswith(api)), None):
        request = json.loads(body)
        headers = {name.decode(): value.decode("latin-1") for name, value in scope["headers"]}
        query = dict(parse_qsl(scope["query_string"].decode()))
        received[request["model"]].append({"path": path, "query": query, "headers": headers})
        await _answer(api, request, receive, send)
    else:
        await _send_json(send, 404, {"error": {"message": f"no {path}"}})


async def _answer(path: str, request: dict[str, Any], receive: Receive, send: Send) -> None:
    model = request["model"]
    requests[model].append(request)
    answer = _next_answer(model, request.get("messages") or request["input"])
    if delay := answer.get("delay"):
        await asyncio.sleep(delay)
    if "status" in answer:
        await _send_json(send, answer["status"], answer.get("body", {}), answer.get("headers", {}))
    elif request.get("stream"):
        frames = answer.get("raw") or FRAMES[path](answer, model)
        await _stream(answer, frames, releases[model], receive, send)
    else:
        await _send_json(send, 200, BODIES[path](answer, model))


def _next_answer(model: str, items: list[dict[str, Any]]) -> dict[str, Any]:
    script = scripts[model]
    if script and "after" not in script[0]:
        return script.pop(0)
    outputs = sum(item.get("role") == "tool" or item.get("type") == "function_call_output" for item in items)
    asked = json.dumps(items)
    fitting = (answer for answer in script if answer["after"] == outputs and answer.get("asked", "") in asked)
    return next(fitting, {"status": 418, "body": {"error": {"message": "the script has no further answer"}}})


async def _stream(
    answer: dict[str, Any], frames: Any, released: asyncio.Event, receive: Receive, send: Send
) -> None:
    await _begin(send, 200, {"content-type": "text/event-stream"})
    count, frame = 0, ""
    async for frame in _paced(islice(frames, answer.get("stop_after")), answer.get("pause", 0)):
        if count == answer.get("hold"):
            await released.wait()
        count += 1
        await send({"type": "http.response.body", "body": frame.encode(), "more_body": True})
    await endings.end(answer.get("then", "end"), frame, receive, send)


async def _paced(frames: Any, pause: float) -> AsyncIterator[str]:
    for frame in frames:
        yield frame
        await asyncio.sleep(pause)


async def _read(receive: Receive) -> bytes:
    body = b""
    while True:
        message = await receive()
        body += bytes(message.get("body", b""))
        if not message.get("more_body"):
            return body


async def _send_json(send: Send, status: int, value: Any, headers: dict[str, str] | None = None) -> None:
    await _begin(send, status, {"content-type": "application/json", **(headers or {})})
    await send({"type": "http.response.body", "body": json.dumps(value).encode()})


async def _begin(send: Send, status: int, headers: dict[str, str]) -> None:
    pairs = [(name.encode(), value.encode()) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": status, "headers": pairs})


if __name__ == "__main__":
    # Clients close an idle connection first: a request must not meet one that is just being closed.
    uvicorn.run(app, port=int(sys.argv[1]), lifespan="off", log_level="warning", timeout_keep_alive=60)
