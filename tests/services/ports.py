"""Ports for the servers that tests start.

The kernel may give any free port of `ip_local_port_range` to an outgoing connection, also while a server
loads everything, or while a test has killed it. So these are below that range.
"""

from __future__ import annotations

import secrets
import socket
from contextlib import ExitStack, closing
from pathlib import Path

_RANGE = Path("/proc/sys/net/ipv4/ip_local_port_range")
_FIRST = 10_081  # browsers refuse 10080
_END = max(int(_RANGE.read_text().split()[0]) if _RANGE.exists() else 32_768, 20_000)

# A port is reserved until this process ends: no other process of the tests can bind its UDP socket.
_reserved: list[socket.socket] = []


def free_port() -> int:
    """A port that no program uses, and that no other test process gets."""
    return free_ports(1)


def free_ports(number: int) -> int:
    """The first of so many such ports in a row."""
    while True:
        first = _FIRST + secrets.randbelow(_END - number - _FIRST)
        with ExitStack() as stack:
            try:
                sockets = [stack.enter_context(_reserve(first + offset)) for offset in range(number)]
            except OSError:
                continue
            stack.pop_all()
            _reserved.extend(sockets)
            return first


def _reserve(port: int) -> socket.socket:
    """Raises `OSError` if it is in use or reserved."""
    with closing(socket.create_server(("127.0.0.1", port))):
        reserved = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        try:
            reserved.bind(("127.0.0.1", port))
        except OSError:
            reserved.close()
            raise
        return reserved
