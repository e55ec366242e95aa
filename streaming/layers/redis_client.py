"""A client for code that is not on the loop, at the first of the configured addresses."""

from __future__ import annotations

from typing import Any

from redis import Redis
from redis.sentinel import Sentinel

from .redis_hosts import redis_hosts


def redis_client(setting: str, *, timeout: float) -> Redis:
    """`timeout` in seconds: to connect, and for each answer."""
    host = redis_hosts(setting)[0]
    waits: dict[str, Any] = {"socket_timeout": timeout, "socket_connect_timeout": timeout}
    if "address" in host:
        return Redis.from_url(host["address"], **waits)
    sentinels, master = host.pop("sentinels"), host.pop("master_name")
    client: Redis = Sentinel(sentinels, **waits).master_for(master, **host)  # type: ignore[no-untyped-call]
    return client
