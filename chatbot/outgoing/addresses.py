"""Where a host leads: what people give must not reach what only the server can reach (CWE-918)."""

from __future__ import annotations

import asyncio
import ipaddress
import socket

import httpx2

_GLOBAL_UNICAST = ipaddress.ip_network("2000::/3")
_SIX_TO_FOUR = ipaddress.ip_network("2002::/16")  # has an IPv4 address in it


class UnknownHost(httpx2.ConnectError):
    """The name does not resolve."""


class NotPublic(httpx2.ConnectError):
    """The name resolves to an address that is not public."""


async def addresses_of(host: str, port: int, *, allow_private: bool) -> list[str]:
    """The addresses of a host, in the order in which to try them. Raises `UnknownHost` and `NotPublic`.

    All of them must be public, unless private ones are allowed.
    """
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise UnknownHost("The host is unknown.") from error
    addresses = list(dict.fromkeys(str(address[0]) for *_others, address in found))
    if not allow_private and not all(map(is_public, addresses)):
        raise NotPublic("The address is not public.")
    return addresses


def is_public(text: str) -> bool:
    """Whether an address is a public one of one machine.

    Of IPv6 that leaves out what has an IPv4 address in it: mapped addresses, NAT64, 6to4 and Teredo.
    """
    address = ipaddress.ip_address(text)
    if isinstance(address, ipaddress.IPv6Address):
        return address in _GLOBAL_UNICAST and address not in _SIX_TO_FOUR and address.is_global
    return address.is_global and not address.is_multicast
