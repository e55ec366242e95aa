"""Connections that are lost while events are followed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from chatbot.terminal.following import Following
from chatbot.terminal.outcome import NotSignedIn
from chatbot.terminal.server import Server

EVENTS = [
    {"event_type": "run_queued", "seq": seq, "id": f"epoch:{seq}", "run_id": "1"} for seq in range(1, 6)
]


class BreakingServer(ThreadingHTTPServer):
    """Sends the events after the cursor, one and a half for each connection, then breaks it."""

    refuses_after = 99

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Connection)
        self.cursors: list[str] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Connection(BaseHTTPRequestHandler):
    server: BreakingServer

    def do_GET(self) -> None:
        (after,) = parse_qs(urlsplit(self.path).query)["after"]
        self.server.cursors.append(after)
        if len(self.server.cursors) > self.server.refuses_after:
            self._send(401, "application/json", json.dumps({"detail": "Sign in again."}))
            return
        known = int(after.partition(":")[2])
        first = {"event_type": "connection_established", "seq": None, "id": "epoch:5", "run_id": None}
        whole = "".join(f"data: {json.dumps(frame)}\n\n" for frame in (first, *EVENTS[known : known + 1]))
        self._send(200, "text/event-stream", whole + "".join(map(json.dumps, EVENTS[known + 1 :]))[:20])

    def _send(self, status: int, content_type: str, body: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, format: str, *values: Any) -> None:  # noqa: A002
        pass


@pytest.fixture
def breaking() -> Iterator[BreakingServer]:
    with BreakingServer() as server:
        thread = Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_events_are_received_once_over_lost_connections(breaking: BreakingServer) -> None:
    with closing(Server(breaking.url)) as server, closing(Following(server, "epoch:2").frames()) as frames:
        seqs: list[int] = []
        while seqs[-1:] != [5]:
            seqs += [seq for seq in [next(frames)["seq"]] if seq]

    assert seqs == [3, 4, 5]
    assert breaking.cursors == ["epoch:2", "epoch:3", "epoch:4"]


def test_sign_in_that_has_ended_ends_the_following(breaking: BreakingServer) -> None:
    breaking.refuses_after = 1
    with closing(Server(breaking.url)) as server, closing(Following(server, "epoch:4").frames()) as frames:
        assert [next(frames)["event_type"], next(frames)["seq"]] == ["connection_established", 5]
        with pytest.raises(NotSignedIn, match="Sign in again"):
            next(frames)
