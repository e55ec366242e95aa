"""A server that answers anything to MCP's requests."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, Self

INITIALIZED = {
    "protocolVersion": "2025-11-25",
    "capabilities": {"tools": {}},
    "serverInfo": {"name": "Liar", "version": "1"},
}


@dataclass
class LyingServer:
    """`answers` are results by method, or bodies as bytes; `status` and `location` are of all answers."""

    answers: dict[str, Any] = field(default_factory=dict)
    status: int = 200
    location: str = ""
    asked: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/mcp"

    def __enter__(self) -> Self:
        liar = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                liar._answer(self)

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = Thread(target=self._server.serve_forever, args=(0.01,))
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def _answer(self, request: BaseHTTPRequestHandler) -> None:
        message = json.loads(request.rfile.read(int(request.headers["Content-Length"])))
        method = message["method"]
        self.asked.append(method)
        body = self._body(method, message.get("id"))
        request.send_response(202 if "id" not in message and self.status == 200 else self.status)
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
        envelope = {"jsonrpc": "2.0", "id": number}
        if answer is None:
            return json.dumps({**envelope, "error": {"code": -32601, "message": "No such method"}}).encode()
        return json.dumps({**envelope, "result": answer}).encode()
