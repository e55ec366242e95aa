"""A server that answers anything to MCP's requests; or a program, which stays when its input ends."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from typing import Any, Self

SILENCE = object()  # as an answer: none, until the server is closed
INITIALIZED = {
    "protocolVersion": "2025-11-25",
    "capabilities": {"tools": {}},
    "serverInfo": {"name": "Liar", "version": "1"},
}


@dataclass
class LyingServer:
    """`answers` are results by method, or bodies as bytes; `status` and `location` are of all answers, or
    `statuses` by method. A `session` that it gives cannot be ended.
    """

    answers: dict[str, Any] = field(default_factory=dict)
    status: int = 200
    location: str = ""
    statuses: dict[str, int] = field(default_factory=dict)
    session: str = ""
    asked: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/mcp"

    def __enter__(self) -> Self:
        liar = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                liar._answer(self)

            def do_DELETE(self) -> None:
                liar._closed.wait()

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
                pass

        self._closed = Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = Thread(target=self._server.serve_forever, args=(0.01,))
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._closed.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def _answer(self, request: BaseHTTPRequestHandler) -> None:
        message = json.loads(request.rfile.read(int(request.headers["Content-Length"])))
        method = message["method"]
        self.asked.append(method)
        if self.answers.get(method) is SILENCE:
            self._closed.wait()
            return
        body = self._body(method, message.get("id"))
        status = self.statuses.get(method, self.status)
        request.send_response(202 if "id" not in message and status == 200 else status)
        if self.session:
            request.send_header("Mcp-Session-Id", self.session)
        if self.location:
            request.send_header("Location", self.location)
        request.send_header("Content-Type", "application/json")
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)

    def _body(self, method: str, number: Any) -> bytes:
        answer = {"initialize": INITIALIZED, **self.answers}.get(method)
        if isinstance(answer, bytes):
            return answer
        return json.dumps(_reply(number, answer)).encode()


def _reply(number: Any, answer: Any) -> dict[str, Any]:
    envelope = {"jsonrpc": "2.0", "id": number}
    match answer:
        case None:
            return {**envelope, "error": {"code": -32601, "message": "No such method"}}
        case {"code": _}:
            return {**envelope, "error": answer}
    return {**envelope, "result": answer}


def _stay(ended: list[str]) -> None:
    """Answer like the server, then make the file, and wait for a signal."""
    results = {"initialize": INITIALIZED, "tools/list": {"tools": []}}
    for line in sys.stdin:
        message = json.loads(line)
        if "id" in message:
            reply = _reply(message["id"], results.get(message["method"]))
            sys.stdout.write(f"{json.dumps(reply)}\n")
            sys.stdout.flush()
    for path in ended:
        Path(path).touch()
    Event().wait()


if __name__ == "__main__":
    _stay(sys.argv[1:])

STAYING = (sys.executable, __file__)  # it may be given a file that it makes when its input ends
