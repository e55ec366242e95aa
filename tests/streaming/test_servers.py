"""The undocumented details of servers that `streaming.servers` uses, in the versions that
they were checked with."""

from __future__ import annotations

from functools import partial
from importlib.metadata import version

import pytest
from daphne.server import Server
from daphne.ws_protocol import WebSocketProtocol

from streaming.servers.daphne import connection_of
from tests.subtests import as_subtests

CHECKED = {"daphne": "4.2.3", "autobahn": "26.10.2", "twisted": "26.10.0", "uvicorn": "0.54.0"}


@as_subtests("library", CHECKED)
def test_library_is_the_version_that_was_checked(library: str) -> None:
    assert version(library) == CHECKED[library], (
        "Run test_slow_sockets.py with the new version, then name it here."
    )


def test_connection_is_found_in_the_send_of_daphne_only() -> None:
    connection = WebSocketProtocol()
    assert connection_of(partial(Server(None, endpoints=["tcp:0"]).handle_reply, connection)) is connection
    assert connection_of(connection.handle_reply) is None


@pytest.mark.parametrize("name", ["registerProducer", "unregisterProducer", "sendCloseFrame"])
def test_connection_of_daphne_has_what_is_called(name: str) -> None:
    assert callable(getattr(WebSocketProtocol, name))
