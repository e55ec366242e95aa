"""A client for code that is not on the loop, at the first of the configured addresses.

Redis is imported when it is used: a site of one process needs none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .redis_hosts import redis_hosts

if TYPE_CHECKING:
    from redis import Redis


def redis_errors() -> tuple[type[Exception], ...]:
    """What is raised when Redis cannot be reached. Call it when something was raised."""
    try:
        from redis import RedisError
    except ImportError:  # the layer in use needs none
        return (OSError,)
    return OSError, RedisError


def redis_client(setting: str, *, timeout: float) -> Redis:
    """`timeout` in seconds: to connect, and for each answer."""
    from redis import Redis
    from redis.sentinel import Sentinel

    host = redis_hosts(setting)[0]
    waits: dict[str, Any] = {"socket_timeout": timeout, "socket_connect_timeout": timeout}
    if "address" in host:
        return Redis.from_url(host["address"], **waits)
    sentinels, master = host.pop("sentinels"), host.pop("master_name")
    client: Redis = Sentinel(sentinels, **waits).master_for(master, **host)  # type: ignore[no-untyped-call]
    return client
