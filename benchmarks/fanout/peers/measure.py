"""Measures the peers that are installed, each with a hundred tabs of one person."""

from __future__ import annotations

import importlib.util
import socket
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks.fanout.deliveries import Audience, Deliveries, deliver
from benchmarks.figures import Cell, Table
from benchmarks.tabs import Tab
from tests.services.ports import free_port
from tests.services.process import Process
from tests.services.web_server import ROOT, environment

from .tabs import EventStreamTab, SocketIOTab

WHAT = ("cpu", "p50", "p99")


@dataclass(frozen=True, slots=True)
class Peer:
    name: str
    library: str
    module: str
    path: str
    tab: type[Tab] = Tab

    @property
    def is_installed(self) -> bool:
        return importlib.util.find_spec(self.library) is not None


PEERS = (
    Peer("picows", "picows", "with_picows", "tab?"),
    Peer("websockets.broadcast", "websockets", "with_websockets", "tab?"),
    Peer("django-eventstream", "django_eventstream", "with_eventstream", "events/?", EventStreamTab),
    Peer("python-socketio", "socketio", "with_socketio", "socket.io/?EIO=4&transport=websocket", SocketIOTab),
)


async def measure_peers(audience: Audience, rounds: int) -> Table:
    measured: dict[str, list[tuple[Deliveries, Deliveries]]] = {}
    with ExitStack() as stack:
        servers = {peer: stack.enter_context(_served(peer)) for peer in PEERS if peer.is_installed}
        for number in range(rounds + 1):
            for peer, server in servers.items():
                both = await deliver(server, "peer", audience, peer.path, peer.tab)
                if number > 0:  # the first round warms up
                    measured.setdefault(peer.name, []).append(both)
    for peer in PEERS:
        if not peer.is_installed:
            print(f"Not installed, and so not measured: {peer.name}")
    rows: list[list[Cell]] = [
        [name, *(median(getattr(both[pace], what) for both in values) for pace in (0, 1) for what in WHAT)]
        for name, values in measured.items()
    ]
    columns = ["", *(f"{pace} {what}" for pace in ("burst", "paced") for what in ("µs", "p50", "p99"))]
    return Table(f"Peers, {audience} tabs: µs of server CPU per delivered event; ms to arrive", columns, rows)


@contextmanager
def _served(peer: Peer) -> Iterator[str]:
    port = free_port()
    with TemporaryDirectory(prefix="lockstep-") as directory:
        argv = [sys.executable, "-m", f"benchmarks.fanout.peers.{peer.module}", str(port)]
        server = Process(argv, log=Path(directory) / "log", env=environment(""), cwd=ROOT)
        server.start()
        try:
            server.wait_ready(lambda: _accepts(port))
            yield f"ws://127.0.0.1:{port}"
        finally:
            server.stop()


def _accepts(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
