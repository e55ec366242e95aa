"""The client's address of a request, as far as it can be trusted."""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import AddressValueError, IPv6Address, IPv6Network, ip_address
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from rest_framework.request import Request

_SITE_PREFIX = 64  # bits; one IPv6 customer has at least such a network, and can use any address in it


def client_address(request: HttpRequest | Request) -> str | None:
    """The client's IP address, or the /64 network of an IPv6 address; `None` if it is unknown."""
    return address_of(request.META)


def address_of(meta: Mapping[str, Any]) -> str | None:
    """As `client_address`, from a request's `META`.

    Clients can write `X-Forwarded-For` themselves, so only the entries that our own proxies appended count:
    the last `PROXY_COUNT` of them, of which the first is the client's.
    """
    forwarded = str(meta.get("HTTP_X_FORWARDED_FOR", "")).split(",")
    if 0 < settings.PROXY_COUNT <= len(forwarded):
        return _network(forwarded[-settings.PROXY_COUNT].strip())
    return _network(str(meta.get("REMOTE_ADDR", "")))


def _network(text: str) -> str | None:
    if text.startswith("["):  # with a port, as some proxies write it
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ip_address(text)
    except (AddressValueError, ValueError):
        return None
    if not isinstance(address, IPv6Address):
        return str(address)
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(IPv6Network((int(address), _SITE_PREFIX), strict=False).network_address)
