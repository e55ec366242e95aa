"""A real MCP server of the official package: over HTTP in a thread of the test, or a program over stdio."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from threading import Event, Thread
from typing import Any, Self

import uvicorn
from mcp.server.mcpserver import Image, MCPServer
from mcp_types import ToolAnnotations

LARGE = 10_000_000


def build(server: ToolServer) -> MCPServer:
    """The tools, which note their calls with the server."""
    mcp = MCPServer("Tools for tests")

    @mcp.tool(annotations=ToolAnnotations(read_only_hint=True))
    def search(query: str) -> str:
        """Search the wiki."""
        server.calls.append(("search", {"query": query}))
        return f"Found: {query}"

    @mcp.tool()
    async def send(to: str, text: str) -> str:
        """Send a message."""
        server.calls.append(("send", {"to": to, "text": text}))
        await asyncio.to_thread(server.released.wait)
        return "Sent."

    @mcp.tool()
    def picture() -> Image:
        """Draw."""
        return Image(data=b"\x89PNG", format="png")

    @mcp.tool()
    def large() -> str:
        """Return much."""
        return "x" * LARGE

    @mcp.tool()
    def long() -> str:
        """Return a long text."""
        return "long " * 10_000

    @mcp.tool()
    def failing() -> str:
        """Fail."""
        raise ValueError("inner words")

    return mcp


@dataclass
class ToolServer:
    """`headers` are those of the requests; `token` is wanted, if it is set. `released` delays `send`."""

    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    token: str = ""
    released: Event = field(default_factory=Event)
    port: int = 0

    def __post_init__(self) -> None:
        self.released.set()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/mcp"

    def __enter__(self) -> Self:
        app = self._noting(build(self).streamable_http_app(stateless_http=True))
        config = uvicorn.Config(
            app, port=self.port, log_level="critical", lifespan="on", timeout_graceful_shutdown=1
        )
        self._server = uvicorn.Server(config)
        self._thread = Thread(target=self._server.run)
        self._thread.start()
        while not self._server.started:
            time.sleep(0.005)
        self.port = self._server.servers[0].sockets[0].getsockname()[1]
        return self

    def __exit__(self, *error: object) -> None:
        self.stop()

    def stop(self) -> None:
        """Listen no longer, and break the connections; entered again, it listens at the same port."""
        self.released.set()
        self._server.should_exit = self._server.force_exit = True
        self._thread.join()

    def _noting(self, app: Callable[..., Awaitable[None]]) -> Callable[..., Awaitable[None]]:
        async def noting(scope: Any, receive: Any, send: Any) -> None:
            if scope["type"] == "http":
                headers = {name.decode(): value.decode() for name, value in scope["headers"]}
                self.headers.append(headers)
                if self.token and headers.get("authorization") != f"Bearer {self.token}":
                    await send({"type": "http.response.start", "status": 401, "headers": []})
                    await send({"type": "http.response.body", "body": b""})
                    return
            await app(scope, receive, send)

        return noting


if __name__ == "__main__":
    build(ToolServer()).run("stdio")

COMMAND = (sys.executable, "-m", __name__)
