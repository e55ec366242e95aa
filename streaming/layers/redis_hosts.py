"""Parses the addresses of Redis from one setting: a server, several, or those that Sentinels name."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

SENTINEL = "redis+sentinel"
_SENTINEL_PORT = 26379


def redis_hosts(setting: str) -> list[dict[str, Any]]:
    """The `hosts` of a channels_redis layer. Each address, separated by spaces or commas, is one of

    `redis://`, `rediss://` or `unix://`, as in redis-py, or
    `redis+sentinel://[user:password@]host[:port][;host[:port]…]/master[/db][?ssl=true]`.

    Groups are distributed over several servers by their order: all processes must have the same list.
    """
    return [_host(address) for address in setting.replace(",", " ").split()]


def _host(address: str) -> dict[str, Any]:
    scheme, _, rest = address.partition("://")
    if scheme in {"redis", "rediss", "unix"} and rest:
        return {"address": address}
    if scheme == SENTINEL and rest:
        return _sentinel(address)
    raise ImproperlyConfigured(
        f"A Redis address begins with redis://, rediss://, unix:// or {SENTINEL}://, unlike {scheme!r}."
    )


def _sentinel(address: str) -> dict[str, Any]:
    parts = urlsplit(address)
    login, _, servers = parts.netloc.rpartition("@")
    master, _, db = parts.path.strip("/").partition("/")
    if not master:
        raise ImproperlyConfigured(f"A {SENTINEL}:// address ends with the name of the master: …/mymaster.")
    sentinels = [_place(server) for server in servers.split(";")]
    host: dict[str, Any] = {"master_name": master, "sentinels": sentinels}
    if db:
        host["db"] = _number(db)
    if login:
        user, _, password = login.partition(":")
        host |= {"username": unquote(user) or None, "password": unquote(password)}
    if dict(parse_qsl(parts.query)).get("ssl") == "true":
        host["ssl"] = True
    return host


def _place(server: str) -> tuple[str, int]:
    host, _, port = server.rpartition(":") if not server.endswith("]") else (server, "", "")
    if not host:
        host, port = port, ""
    return host.strip("[]"), _number(port) if port else _SENTINEL_PORT


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise ImproperlyConfigured(f"Ports and db of a {SENTINEL}:// address are numbers, unlike {text!r}.")
    return int(text)
